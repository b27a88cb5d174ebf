package resume

// Both ends give out the tls-unique of a connection that resumed a session without
// the extended master secret.
var _ = defect(Defect{
	Name:        "legacy-resume-keeps-tlsunique",
	Requirement: "RFC7627-5.4-DISABLE-RENEG-TLSUNIQUE",
	Breaks:      "legacy-resumption-fenced",
	Config:      "renegotiation-refused",
	Edit:        func(p *Policy) { p.Withholds = func(*End) bool { return false } },
})
