package resume

// The server reports the suite that the client likes best.
var _ = defect(Defect{
	Name:        "first-suite-reported",
	Requirement: "RFC5246-7.4.1.3-RESUME-SAME-SUITE",
	Breaks:      "agreement",
	Config:      "suites",
	Edit: func(p *Policy) {
		p.Reports = func(e *End) { e.Belief.Suite = e.Offer.Suites[0] }
	},
})
