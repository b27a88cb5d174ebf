package resume

// The client has the extended master secret by now, and offers a session of the time
// before.
var _ = defect(Defect{
	Name:        "client-offers-legacy-session",
	Requirement: "RFC7627-5.3-CLIENT-NO-LEGACY-OFFER",
	Breaks:      "no-legacy-offer",
	Config:      "ems-deploy",
	Edit:        func(p *Policy) { p.offerDespite("legacy-session") },
})
