package resume

// The client leaves the extended master secret out of a hello that offers a session.
var _ = defect(Defect{
	Name:        "ems-left-out-of-resumption",
	Requirement: "RFC7627-5.3-CH-EXT-WHEN-RESUMING",
	Breaks:      "ems-steady",
	Config:      "mixed-fleet-format-fence",
	Edit: func(p *Policy) {
		p.Asks = func(e *End) { e.Offer.EMS = e.Offer.EMS && e.Offered == Nothing }
	},
})
