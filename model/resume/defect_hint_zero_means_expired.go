package resume

// The client reads a hint of zero as no time at all.
var _ = defect(Defect{
	Name:        "hint-zero-means-expired",
	Requirement: "RFC5077-3.3-HINT-ZERO-UNSPECIFIED",
	Breaks:      "offer-within-hint",
	Config:      "ticket-lifetime-long",
	Edit: func(p *Policy) {
		p.Keeps = func(rs Readings, held *Stored) Seconds { return min(held.Hint, rs.keeps(held)) }
	},
})
