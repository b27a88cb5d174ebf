package resume

// Tickets are fenced and the cache is not.
var _ = defect(Defect{
	Name:        "fence-misses-cache",
	Requirement: "BENJAMIN2021-ISSUER-FENCES-LEGACY",
	Breaks:      "rollout-safe",
	Config:      "mixed-fleet-format-fence",
	Edit: func(p *Policy) {
		p.Fences = func(e *End, k Keeper) bool { return k != InCache && e.fences(k) }
	},
})
