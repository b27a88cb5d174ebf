package resume

// Both ends export keying material of a session without the extended master secret,
// as Go did before 1.22 and GnuTLS before 3.7.8.
var _ = defect(Defect{
	Name:        "exporter-without-ems",
	Requirement: "RFC7627-5.4-NO-EXPORT",
	Breaks:      "exporter-fenced",
	Config:      "renegotiation-refused",
	Edit:        func(p *Policy) { p.Exports = func(e *End) bool { return e.Done } },
})
