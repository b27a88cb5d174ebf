package resume

// The server has the extended master secret and does not answer the client's offer of
// it.
var _ = defect(Defect{
	Name:        "ems-not-answered",
	Requirement: "RFC7627-5.2-SERVER-ECHOES",
	Breaks:      "ems-both",
	Config:      "ems-deploy",
	Edit: func(p *Policy) {
		p.Answers = func(e *End) {
			e.Answer.EMS = false
			e.Session.EMS = e.Session.EMS && e.By != Nothing
		}
	},
})
