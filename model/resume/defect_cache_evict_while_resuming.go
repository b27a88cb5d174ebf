package resume

// A cache of one place puts the session that is resumed in anew, and out by that: the
// ServerHello has no session ID to give (OpenSSL with the cache of Postfix).
var _ = defect(Defect{
	Name:        "cache-evict-while-resuming",
	Requirement: "RFC5246-7.3-RESUME-SAME-SID",
	Breaks:      "rollout-safe",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.Recall = func(s *State, at Place) (Session, By) {
			session, by := s.recall(at)
			if by == ByID {
				*s.cacheOf(s.Conns[at.Conn].Server) = nil
			}
			return session, by
		}
		p.Echo = func(s *State, at Place) Value {
			e := s.end(at)
			if e.By == ByID && !s.holds(at) {
				return 0
			}
			return e.Offer.ID
		}
	},
})
