package resume

// A fatal alert cuts the other connections of the session as well.
var _ = defect(Defect{
	Name:        "fatal-kills-other-connections",
	Requirement: "RFC5246-7.2-OTHER-CONNS-CONTINUE",
	Breaks:      "rollout-safe",
	Config:      "fatal-alert-rfc5077",
	Edit: func(p *Policy) {
		p.Forget = func(s *State, at Place, b Burn) {
			s.forget(at, b)
			for i := range s.Conns {
				other := Place{i, at.Side}
				if e := s.end(other); e.Life == Alive && s.server(other) == s.server(at) && e.belonging() == b.Master && other != at {
					e.Seen.Aborted = HandshakeFailure
					s.transmit(other, Message{Kind: AlertMessage, Alert: HandshakeFailure})
					e.die()
				}
			}
		}
	},
})
