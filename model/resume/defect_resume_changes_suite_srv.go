package resume

// The server resumes under the suite that it would choose now, not under the
// session's.
var _ = defect(Defect{
	Name:        "resume-changes-suite-srv",
	Requirement: "RFC5246-7.4.1.3-RESUME-SAME-SUITE",
	Breaks:      "resumed-equals-session",
	Config:      "suites",
	Edit: func(p *Policy) {
		p.Answers = func(e *End) { e.Answer.Suite = e.Offer.Suites[0] }
	},
})
