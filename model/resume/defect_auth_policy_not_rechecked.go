package resume

// The server looks at what it wanted of the client when the session was made, not
// at what it wants now.
var _ = defect(Defect{
	Name:        "auth-policy-not-rechecked",
	Requirement: "RFC5246-F.1.4-FORCE-FULL-IF-SUSPECT",
	Breaks:      "auth-carried",
	Config:      "client-auth",
	Edit:        func(p *Policy) { p.resumeDespite(DemandGrew) },
})
