package resume

// The client says the SessionTicket extension, tickets or no.
var _ = defect(Defect{
	Name:        "cli-offers-ticket-ext-when-unready",
	Requirement: "RFC5077-3.2-CH-ABSENT-WHEN-UNREADY",
	Breaks:      "unready-client-silent",
	Config:      "client-auth-fleet",
	Edit: func(p *Policy) {
		p.Asks = func(e *End) { e.Offer.Ready = true }
	},
})
