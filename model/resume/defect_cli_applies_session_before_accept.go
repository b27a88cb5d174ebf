package resume

// The client takes the cipher suite of the session that it offers for settled.
var _ = defect(Defect{
	Name:        "cli-applies-session-before-accept",
	Requirement: "RFC5246-7.4.1.3-CLIENT-READY-FOR-FULL",
	Breaks:      "agreement",
	Config:      "suite-change",
	Edit: func(p *Policy) {
		p.Detect = func(e *End) PlanName {
			if e.Held.Suite != 0 {
				e.Answer.Suite = e.Held.Suite
			}
			return e.detect()
		}
	},
})
