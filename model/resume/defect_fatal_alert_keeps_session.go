package resume

// A fatal alert ends the connection and leaves its session in the cache.
var _ = defect(Defect{
	Name:        "fatal-alert-keeps-session",
	Requirement: "RFC5246-7.2.2-NO-RESUME-AFTER-FATAL",
	Breaks:      "no-resume-after-fatal",
	Config:      "alerts",
	Edit:        func(p *Policy) { p.Forget = func(*State, Place, Burn) {} },
})
