package resume

// The server answers the second hello by what the first one offered.
var _ = defect(Defect{
	Name:        "ems-sh-echo-from-stale-state",
	Requirement: "RFC7627-5.2-SERVER-NO-UNSOLICITED",
	Breaks:      "no-unsolicited-extension",
	Config:      "renegotiation-ems",
	Edit: func(p *Policy) {
		p.Answers = func(e *End) { e.Answer.EMS = e.Answer.EMS || e.Again && e.Belief.EMS }
	},
})
