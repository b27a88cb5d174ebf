package resume

// A place in the cache is given to a new session while a client still asks for the
// old one.
var _ = defect(Defect{
	Name:        "cache-entry-of-another",
	Requirement: "REX2009-RESUMED-IS-SAME-SESSION",
	Breaks:      "rollout-safe",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.Recall = func(s *State, at Place) (Session, By) {
			session, by := s.recall(at)
			if cache := *s.cacheOf(s.Conns[at.Conn].Server); by == ByID {
				session = cache[len(cache)-1].Session
			}
			return session, by
		}
	},
})
