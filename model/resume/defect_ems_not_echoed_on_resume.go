package resume

// The server resumes a session with the extended master secret, and its ServerHello does
// not say so.
var _ = defect(Defect{
	Name:        "ems-not-echoed-on-resume",
	Requirement: "RFC7627-5.3-SRV-ECHO-ON-RESUME",
	Breaks:      "resumed-equals-session",
	Config:      "ems-deploy",
	Edit: func(p *Policy) {
		p.Answers = func(e *End) { e.Answer.EMS = e.Answer.EMS && e.By == Nothing }
	},
})
