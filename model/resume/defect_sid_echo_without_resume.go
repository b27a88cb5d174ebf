package resume

// The server gives a new session the ID that the client has asked for.
var _ = defect(Defect{
	Name:        "sid-echo-without-resume",
	Requirement: "RFC5246-7.4.1.3-SAME-SID-MEANS-RESUME",
	Breaks:      "rollout-safe",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.NewID = func(s *State, at Place) Value {
			if e := s.end(at); e.Offer.ID != 0 {
				return e.Offer.ID
			}
			return s.fresh()
		}
	},
})
