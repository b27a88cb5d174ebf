package resume

// A renewed ticket counts the age of its session from the renewal, so that a
// session can go on for ever.
var _ = defect(Defect{
	Name:        "renewal-restarts-age",
	Requirement: "RFC9325-3.4-NO-OLD-SESSIONS",
	Breaks:      "ticket-live",
	Config:      "ticket-age",
	Edit: func(p *Policy) {
		p.Seals = func(s *State, at Place) Session {
			x := s.end(at).Session
			x.Made = s.Now
			return x
		}
	},
})
