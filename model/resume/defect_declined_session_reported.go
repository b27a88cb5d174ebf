package resume

// The server declines the ticket, and reports the master secret that was in it.
var _ = defect(Defect{
	Name:        "declined-session-reported",
	Requirement: "RFC6066-3-OTHER-NAME-FULL",
	Breaks:      "agreement",
	Config:      "vhost-client-auth-bound",
	Edit: func(p *Policy) {
		p.Reports = func(e *End) {
			if e.Seen.Declined != 0 && !e.Offer.Ticket.empty() {
				e.Belief.Master = e.Offer.Ticket.Seals.Master
			}
		}
	},
})
