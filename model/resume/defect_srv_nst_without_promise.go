package resume

// The server issues a ticket to every client that is ready for one, though it has
// ceased to promise any.
var _ = defect(Defect{
	Name:        "srv-nst-without-promise",
	Requirement: "RFC5077-3.3-NST-ONLY-IF-PROMISED",
	Breaks:      "ticket-iff-promised",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.replan(Server, Full, need(NewSessionTicket, Condition{"if the client is ready", "", func(e *End) Need { return when(e.Offer.Ready) }}))
	},
})
