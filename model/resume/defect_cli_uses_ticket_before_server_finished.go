package resume

// The client stores the ticket when it comes.
var _ = defect(Defect{
	Name:        "cli-uses-ticket-before-server-finished",
	Requirement: "RFC5077-3.3-TICKET-UNUSABLE-UNTIL-SERVER-FINISHED",
	Breaks:      "ticket-after-server-finished",
	Config:      "ticket-order",
	Edit:        func(p *Policy) { p.Usable.add(NewSessionTicket) },
})
