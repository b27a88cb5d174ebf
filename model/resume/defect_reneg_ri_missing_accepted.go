package resume

// The server takes a renegotiating hello with the SCSV, or with nothing, for a bound one.
var _ = defect(Defect{
	Name:        "reneg-ri-missing-accepted",
	Requirement: "RFC5746-3.7-SCSV-ABORT",
	Breaks:      "ri-chain",
	Config:      "renegotiation-unbound",
	Edit:        func(p *Policy) { p.overlook("server-scsv", "server-missing", "server-unequal") },
})
