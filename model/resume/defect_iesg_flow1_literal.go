package resume

import "slices"

// The server follows the IESG note's first flow as it is printed: its
// ChangeCipherSpec and Finished stand in its first flight.
var _ = defect(Defect{
	Name:        "iesg-flow1-literal",
	Requirement: "IESG2005-FLOW1-MISDRAWN",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Plans[Server][Full] = slices.Concat(full[:5], full[11:], full[6:11])
	},
})
