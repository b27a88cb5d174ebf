package resume

// The server binds a session to none of its virtual hosts, and who was authenticated
// at one is in at all.
var _ = defect(Defect{
	Name:        "vhost-client-auth-bypass",
	Requirement: "RFC6066-3-NO-RESUME-OTHER-NAME",
	Breaks:      "auth-carried",
	Config:      "vhost-client-auth-bound",
	Edit:        func(p *Policy) { p.resumeDespite(OtherServerName) },
})
