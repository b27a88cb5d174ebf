package resume

// The servers of a fleet do not keep in which of them a session was made: one that
// requires a certificate takes the sessions of a sibling that does not.
var _ = defect(Defect{
	Name:        "session-context-missing",
	Requirement: "RFC5077-4-CLIENT-IDENTITY",
	Breaks:      "auth-carried",
	Config:      "client-auth-fleet",
	Edit:        func(p *Policy) { p.resumeDespite(DemandGrew) },
})
