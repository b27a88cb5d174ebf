package resume

// The server reports the extended master secret as soon as the client has offered it.
var _ = defect(Defect{
	Name:        "offered-ems-reported",
	Requirement: "RFC7627-5.4-SESSION-FLAG",
	Breaks:      "agreement",
	Config:      "ems-deploy",
	Edit: func(p *Policy) {
		p.Reports = func(e *End) { e.Belief.EMS = e.Offer.EMS }
	},
})
