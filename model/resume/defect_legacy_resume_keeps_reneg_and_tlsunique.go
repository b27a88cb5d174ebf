package resume

// Both ends trust the Finished of a resumption without the extended master secret.
var _ = defect(Defect{
	Name:        "legacy-resume-keeps-reneg-and-tlsunique",
	Requirement: "RFC7627-5.4-DISABLE-RENEG-TLSUNIQUE",
	Breaks:      "legacy-resumption-fenced",
	Config:      "renegotiation-refused",
	Edit: func(p *Policy) {
		p.renegotiateDespite("synchronizable")
		p.Withholds = func(*End) bool { return false }
	},
})
