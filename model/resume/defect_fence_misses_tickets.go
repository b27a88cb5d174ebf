package resume

// The cache is fenced and tickets are not: they are sealed under the keys that older
// builds have.
var _ = defect(Defect{
	Name:        "fence-misses-tickets",
	Requirement: "BENJAMIN2021-FENCE-BY-KEY",
	Breaks:      "rollout-safe",
	Config:      "mixed-fleet-key-fence",
	Edit: func(p *Policy) {
		p.Fences = func(e *End, k Keeper) bool { return k != InTicket && e.fences(k) }
	},
})
