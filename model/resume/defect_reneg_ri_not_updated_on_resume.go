package resume

// Both ends keep the Finished of full handshakes only, and bind the next handshake
// to one that is long over.
var _ = defect(Defect{
	Name:        "reneg-ri-not-updated-on-resume",
	Requirement: "RFC5746-3.1-LAST-HANDSHAKE",
	Breaks:      "ri-chain",
	Config:      "renegotiation-unbound",
	Edit: func(p *Policy) {
		p.Save = func(e *End) {
			if e.By == Nothing {
				e.save()
			}
		}
	},
})
