package resume

// The client serializes sessions with the extended master secret in the form of before.
var _ = defect(Defect{
	Name:        "client-store-unfenced",
	Requirement: "BENJAMIN2021-CLIENT-CACHE-PERSIST",
	Breaks:      "rollout-safe",
	Config:      "mixed-fleet-client-rollback-fenced",
	Edit: func(p *Policy) {
		p.Fences = func(e *End, k Keeper) bool { return k != InStore && e.fences(k) }
	},
})
