package resume

// The server looks at the session and not at the name in the hello.
var _ = defect(Defect{
	Name:        "sni-not-bound",
	Requirement: "RFC6066-3-NO-RESUME-OTHER-NAME",
	Breaks:      "resumed-equals-session",
	Config:      "session-id",
	Edit:        func(p *Policy) { p.resumeDespite(OtherServerName) },
})
