package resume

// The client stores the session ID of the ServerHello beside the ticket.
var _ = defect(Defect{
	Name:        "cli-keeps-sid-beside-ticket",
	Requirement: "RFC5077-3.4-TICKET-DISPLACES-SID",
	Breaks:      "no-id-beside-ticket",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Naming = func(e *End, n *Stored) bool {
			named := e.naming(n)
			n.ID = e.Answer.ID
			return named
		}
	},
})
