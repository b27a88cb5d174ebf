package resume

// The client goes on with the ticket that it had before the renewal.
var _ = defect(Defect{
	Name:        "renewed-ticket-never-used",
	Requirement: "RFC5077-3.3-USE-NEW-ASAP",
	Breaks:      "newest-ticket-kept",
	Config:      "ticket-order",
	Edit: func(p *Policy) {
		p.Naming = func(e *End, n *Stored) bool { return e.By == Nothing && e.naming(n) }
	},
})
