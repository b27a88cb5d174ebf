package resume

// The client offers a session without its cipher suite, and the server resumes it.
var _ = defect(Defect{
	Name:        "resume-suite-not-offered",
	Requirement: "RFC5246-7.4.1.2-CH-HAS-SESSION-SUITE",
	Breaks:      "resumed-suite-shared",
	Config:      "suite-change",
	Excuses:     []string{"hello-has-session-suite"},
	Edit: func(p *Policy) {
		p.offerDespite("suite-not-offered")
		p.resumeDespite(SuiteNotOffered)
	},
})
