package resume

// The server caches the session when it gives it an ID.
var _ = defect(Defect{
	Name:        "cache-before-finished",
	Requirement: "RFC5246-7.4.1.2-SID-VALID-AFTER-FINISHED",
	Breaks:      "cached-after-finished",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.Cacheable.add(ClientHello)
	},
})
