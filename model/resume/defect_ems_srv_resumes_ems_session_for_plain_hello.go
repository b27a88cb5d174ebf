package resume

// The server goes on with a session that uses the extended master secret although the
// hello lacks the extension.
var _ = defect(Defect{
	Name:        "ems-srv-resumes-ems-session-for-plain-hello",
	Requirement: "RFC7627-5.3-SRV-EMS-SESSION-PLAIN-HELLO",
	Breaks:      "resumed-equals-session",
	Config:      "ems-table",
	Edit:        func(p *Policy) { p.decideEMS("ems-session-plain-hello", Resume) },
})
