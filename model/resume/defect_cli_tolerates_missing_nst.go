package resume

// The client goes on without the ticket that was promised.
var _ = defect(Defect{
	Name:        "cli-tolerates-missing-nst",
	Requirement: "RFC5077-3.3-NST-IF-PROMISED",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.replan(Client, Full, need(NewSessionTicket, may))
		p.replan(Client, Abbreviated, need(NewSessionTicket, may))
	},
	Compels: before(NewSessionTicket, Action{Verb: "omit", Side: Server, Kind: NewSessionTicket}),
	Excuses: []string{"ticket-iff-promised"},
})
