package resume

// An end that will not negotiate again does not say so, and its peer waits.
var _ = defect(Defect{
	Name:        "reneg-refused-in-silence",
	Requirement: "RFC5746-4.2-REFUSAL-ALERT",
	Breaks:      "refusal-is-a-warning",
	Config:      "renegotiation-refused",
	Edit:        func(p *Policy) { p.Refuse = func(*State, Place) {} },
})
