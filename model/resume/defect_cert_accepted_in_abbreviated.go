package resume

// A certificate follows the ServerHello of an abbreviated handshake, and the client
// takes it.
var _ = defect(Defect{
	Name:        "cert-accepted-in-abbreviated",
	Requirement: "REX2009-NO-CERTS-ON-RESUME",
	Breaks:      "handshake-order",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.insert(Server, Abbreviated, ServerHello, Slot{Server, Certificate, must})
		p.insert(Client, Abbreviated, ServerHello, Slot{Server, Certificate, may})
	},
})
