package resume

// A client that lost the extended master secret offers a session that uses it,
// and the server aborts.
var _ = defect(Defect{
	Name:        "legacy-client-offers-ems-session",
	Requirement: "BENJAMIN2021-LEGACY-CLI-NO-OFFER",
	Breaks:      "rollout-safe",
	Config:      "ems-deploy",
	Edit:        func(p *Policy) { p.offerDespite("ems-session") },
})
