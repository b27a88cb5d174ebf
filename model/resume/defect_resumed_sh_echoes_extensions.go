package resume

// The server acknowledges the server name in an abbreviated handshake, too.
var _ = defect(Defect{
	Name:        "resumed-sh-echoes-extensions",
	Requirement: "RFC6066-3-NO-SNI-IN-RESUMED-SH",
	Breaks:      "resumed-hello-bare",
	Config:      "vhost-names",
	Edit: func(p *Policy) {
		p.Answers = func(e *End) { e.Answer.Ack = e.Offer.SNI != 0 }
	},
})
