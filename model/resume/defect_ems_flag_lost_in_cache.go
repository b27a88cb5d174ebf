package resume

// The cache does not keep whether a session uses the extended master secret.
var _ = defect(Defect{
	Name:        "ems-flag-lost-in-cache",
	Requirement: "RFC7627-5.4-SESSION-FLAG",
	Breaks:      "rollout-safe",
	Config:      "ems-deploy",
	Edit: func(p *Policy) {
		p.Caches = func(x Session) Session {
			x.EMS = false
			return x
		}
	},
})
