package resume

// The server answers an offer of the extended master secret that the client has not
// made.
var _ = defect(Defect{
	Name:        "ems-unsolicited",
	Requirement: "RFC7627-5.2-SERVER-NO-UNSOLICITED",
	Breaks:      "no-unsolicited-extension",
	Config:      "ems-deploy",
	Edit: func(p *Policy) {
		p.Answers = func(e *End) { e.Answer.EMS = e.Own }
	},
})
