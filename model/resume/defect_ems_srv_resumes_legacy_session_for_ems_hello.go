package resume

// The server resumes a session without the extended master secret although the hello
// has the extension.
var _ = defect(Defect{
	Name:        "ems-srv-resumes-legacy-session-for-ems-hello",
	Requirement: "RFC7627-5.3-SRV-LEGACY-SESSION-EMS-HELLO",
	Breaks:      "resumed-equals-session",
	Config:      "ems-table",
	Edit:        func(p *Policy) { p.decideEMS("ems-hello-legacy-session", Resume) },
})
