package resume

// The server reports a resumption whenever the client has offered a ticket.
var _ = defect(Defect{
	Name:        "declined-session-reported-as-resumed",
	Requirement: "RFC5077-3.2-BAD-TICKET-FALLBACK",
	Breaks:      "agreement",
	Config:      "vhost-client-auth-bound",
	Edit: func(p *Policy) {
		p.Reports = func(e *End) {
			if !e.Offer.Ticket.empty() {
				e.Belief.By = ByTicket
			}
		}
	},
})
