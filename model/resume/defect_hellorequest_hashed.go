package resume

// The client hashes a HelloRequest that it ignores.
var _ = defect(Defect{
	Name:        "hellorequest-hashed",
	Requirement: "RFC5246-7.4.1.1-HR-NOT-HASHED",
	Breaks:      "rollout-safe",
	Config:      "renegotiation",
	Edit:        func(p *Policy) { p.Hashed[Client].add(HelloRequest) },
})
