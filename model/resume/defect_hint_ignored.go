package resume

// The client takes no notice of how long a ticket is good.
var _ = defect(Defect{
	Name:        "hint-ignored",
	Requirement: "RFC5077-3.3-DELETE-EXPIRED",
	Breaks:      "offer-within-hint",
	Config:      "ticket-age",
	Edit: func(p *Policy) {
		p.Keeps = func(Readings, *Stored) Seconds { return 2 * Day }
	},
})
