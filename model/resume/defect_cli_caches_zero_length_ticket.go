package resume

// The client stores an empty ticket in place of the good one that it had.
var _ = defect(Defect{
	Name:        "cli-caches-zero-length-ticket",
	Requirement: "RFC5077-3.3-ZERO-LENGTH-NST",
	Breaks:      "stored-session-has-a-name",
	Config:      "ticket-zero-length",
	Edit: func(p *Policy) {
		p.Naming = func(e *End, n *Stored) bool {
			n.Ticket = e.Receipt.Ticket
			return e.Answer.Promised || e.naming(n)
		}
	},
})
