package resume

// The client offers a session whose cipher suite it has no more.
var _ = defect(Defect{
	Name:        "client-offers-session-of-another-suite",
	Requirement: "RFC5246-7.4.1.2-CH-HAS-SESSION-SUITE",
	Breaks:      "hello-has-session-suite",
	Config:      "suite-change",
	Edit: func(p *Policy) {
		p.offerDespite("suite-not-offered")
	},
})
