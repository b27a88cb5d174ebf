package resume

// The client knows RFC 5746, and does not say so.
var _ = defect(Defect{
	Name:        "reneg-cli-no-signal",
	Requirement: "RFC5746-3.4-CLIENT-SIGNALS",
	Breaks:      "ri-signalled",
	Config:      "ticket-promise",
	Edit: func(p *Policy) {
		p.Signal = func(*State, Place) (Info, Verify) { return NoInfo, Verify{} }
	},
})
