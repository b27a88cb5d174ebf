package resume

// The server takes the name of its host for the one that the client asked for: a
// session that was made without a name is then good for a hello that has one.
var _ = defect(Defect{
	Name:        "default-name-assumed",
	Requirement: "RFC6066-3-NO-RESUME-OTHER-NAME",
	Breaks:      "agreement",
	Config:      "session-id",
	Edit: func(p *Policy) {
		p.NameOf = func(e *End) Name { return e.Host.Name }
	},
})
