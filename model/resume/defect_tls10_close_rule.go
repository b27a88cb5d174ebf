package resume

// The rule of TLS 1.0: what ends without close_notify is not resumed.
var _ = defect(Defect{
	Name:        "tls10-close-rule",
	Requirement: "RFC5246-7.2.1-NO-CLOSE-STILL-RESUMABLE",
	Breaks:      "cut-keeps-session",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.Truncated = func(s *State, at Place) {
			s.forget(at, Burn{s.end(at).belonging(), LosesWhatIsHeld})
		}
	},
})
