package resume

// The server asks for another handshake again and again.
var _ = defect(Defect{
	Name:        "hello-request-repeated",
	Requirement: "RFC5246-7.4.1.1-HR-NO-REPEAT",
	Breaks:      "hello-request-once",
	Config:      "renegotiation-legacy",
	Edit:        func(p *Policy) { p.Insists = true },
})
