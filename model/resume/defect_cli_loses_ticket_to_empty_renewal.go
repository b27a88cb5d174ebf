package resume

// The client puts an empty ticket in the place of the one that it resumed by.
var _ = defect(Defect{
	Name:        "cli-loses-ticket-to-empty-renewal",
	Requirement: "RFC5077-3.3-ZERO-LENGTH-NST",
	Breaks:      "newest-ticket-kept",
	Config:      "ticket-zero-length",
	Edit: func(p *Policy) {
		p.Naming = func(e *End, n *Stored) bool {
			return e.naming(n) || e.By == ByTicket && e.Answer.Promised
		}
	},
})
