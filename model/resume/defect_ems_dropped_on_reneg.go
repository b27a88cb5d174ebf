package resume

// The client leaves the extended master secret out of its second hello, and the
// connection loses it.
var _ = defect(Defect{
	Name:        "ems-dropped-on-reneg",
	Requirement: "RFC7627-5.2-CLIENT-ALWAYS-OFFERS",
	Breaks:      "ems-steady",
	Config:      "renegotiation-ems",
	Edit: func(p *Policy) {
		p.Asks = func(e *End) { e.Offer.EMS = e.Offer.EMS && !e.Again }
	},
})
