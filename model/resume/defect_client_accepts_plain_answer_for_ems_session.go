package resume

// The client resumes a session with the extended master secret although the
// ServerHello lacks the extension.
var _ = defect(Defect{
	Name:        "client-accepts-plain-answer-for-ems-session",
	Requirement: "RFC7627-5.3-CLI-EMS-SESSION-PLAIN-SH",
	Breaks:      "resumed-equals-session",
	Config:      "ems-table",
	Edit:        func(p *Policy) { p.decideEMS("ems-session-plain-answer", Resume) },
})
