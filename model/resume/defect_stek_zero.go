package resume

// The ticket keys that a server makes for itself are one that all servers make.
var _ = defect(Defect{
	Name:        "stek-zero",
	Requirement: "RFC5077-5.5-KEYS-RANDOM",
	Breaks:      "keys-apart",
	Config:      "keys-apart",
	Edit: func(p *Policy) {
		p.NewKey = func(*State) Value { return noSecret }
	},
})
