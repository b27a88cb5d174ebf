package resume

// Both ends negotiate again on a connection whose first hello had no sign of RFC
// 5746, though the second has one: somebody was in between.
var _ = defect(Defect{
	Name:        "reneg-legacy-accepts-signals",
	Requirement: "RFC5746-4.4-LEGACY-NO-SCSV",
	Breaks:      "ri-chain",
	Config:      "renegotiation-legacy",
	Edit: func(p *Policy) {
		p.renegotiateDespite("insecure")
		p.overlook("server-legacy")
	},
})
