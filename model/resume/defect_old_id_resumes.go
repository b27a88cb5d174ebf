package resume

// The server leaves the age of what it caches to the client.
var _ = defect(Defect{
	Name:        "old-id-resumes",
	Requirement: "RFC5246-F.1.4-24H",
	Breaks:      "session-within-day",
	Config:      "session-id",
	Edit: func(p *Policy) {
		p.resumeDespite(SessionTooOld)
	},
})
