package resume

// An end that will not negotiate again ends the connection.
var _ = defect(Defect{
	Name:        "reneg-refused-for-good",
	Requirement: "RFC5746-4.2-REFUSAL-ALERT",
	Breaks:      "refusal-is-a-warning",
	Config:      "renegotiation-refused",
	Edit: func(p *Policy) {
		p.Refuse = func(s *State, at Place) { s.abort(at, HandshakeFailure, 0) }
	},
})
