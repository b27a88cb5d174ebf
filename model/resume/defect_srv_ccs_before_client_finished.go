package resume

import "slices"

// The server changes its cipher as soon as the client has, and reads its Finished
// afterwards, as nqsb-TLS 0.4.0 did.
var _ = defect(Defect{
	Name:        "srv-ccs-before-client-finished",
	Requirement: "RFC5246-7.4-ORDER",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Plans[Server][Full] = slices.Concat(full[:10], full[12:13], full[10:12], full[13:])
	},
})
