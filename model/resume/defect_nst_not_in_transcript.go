package resume

// The client leaves NewSessionTicket out of the handshake's hash.
var _ = defect(Defect{
	Name:        "nst-not-in-transcript",
	Requirement: "RFC5077d-3.3-NST-IN-FINISHED-HASH",
	Breaks:      "rollout-safe",
	Config:      "ticket-order",
	Edit:        func(p *Policy) { p.Hashed[Client].take(NewSessionTicket) },
})
