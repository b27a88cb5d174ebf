package resume

// The client's plan has no place for a ticket when a session is resumed.
var _ = defect(Defect{
	Name:        "cli-rejects-nst-in-abbreviated",
	Requirement: "RFC5077-3.1-RENEW-AFTER-SH",
	Breaks:      "rollout-safe",
	Config:      "ticket-order",
	Edit:        func(p *Policy) { p.replan(Client, Abbreviated, need(NewSessionTicket, never)) },
})
