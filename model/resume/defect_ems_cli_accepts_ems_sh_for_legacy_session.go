package resume

// The client resumes a session without the extended master secret although the
// ServerHello has the extension.
var _ = defect(Defect{
	Name:        "ems-cli-accepts-ems-sh-for-legacy-session",
	Requirement: "RFC7627-5.3-CLI-LEGACY-SESSION-EMS-SH",
	Breaks:      "resumed-equals-session",
	Config:      "ems-table",
	Edit:        func(p *Policy) { p.decideEMS("ems-answer-legacy-session", Resume) },
})
