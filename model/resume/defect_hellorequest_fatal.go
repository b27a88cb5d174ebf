package resume

// The client aborts when HelloRequest comes in the middle of a handshake.
var _ = defect(Defect{
	Name:        "hellorequest-fatal",
	Requirement: "RFC5246-7.4-HELLOREQUEST-EXCEPTION",
	Breaks:      "rollout-safe",
	Config:      "renegotiation",
	Edit: func(p *Policy) {
		p.Requested = func(s *State, at Place, m *Message) {
			if !s.end(at).Done {
				s.abort(at, UnexpectedMessage, m.Kind)
				return
			}
			s.requested(at, m)
		}
	},
})
