package resume

// A server without the extended master secret resumes what its siblings with
// it have issued, and the client aborts.
var _ = defect(Defect{
	Name:        "legacy-server-resumes-ems-session",
	Requirement: "BENJAMIN2021-LEGACY-SRV-IGNORES",
	Breaks:      "resumed-equals-session",
	Config:      "ems-deploy",
	Edit:        func(p *Policy) { p.decideEMS("ems-session-legacy-server", Resume) },
})
