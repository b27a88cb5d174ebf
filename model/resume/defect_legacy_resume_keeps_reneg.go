package resume

// The client negotiates again behind a session without the extended master secret:
// the Finished that bind it may be those of another connection.
var _ = defect(Defect{
	Name:        "legacy-resume-keeps-reneg",
	Requirement: "RFC7627-5.3-LEGACY-RESUME-NO-RENEG",
	Breaks:      "legacy-resumption-fenced",
	Config:      "renegotiation-refused",
	Edit:        func(p *Policy) { p.renegotiateDespite("synchronizable") },
})
