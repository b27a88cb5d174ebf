package resume

// The server writes the name in the hello into the session that the hello asks for, and
// finds it there the next time.
var _ = defect(Defect{
	Name:        "resumption-mutates-shared-session",
	Requirement: "DERRICO2009-CH-MAY-GATE-NOT-MODIFY",
	Breaks:      "resumed-equals-session",
	Config:      "session-id",
	Edit: func(p *Policy) {
		p.Judge = func(s *State, at Place, session *Session, by By) Verdict {
			v := s.judge(at, session, by)
			cache := *s.cacheOf(s.Conns[at.Conn].Server)
			for i := range cache {
				if by == ByID && cache[i].Session.Master == session.Master {
					cache[i].Session.SNI = s.end(at).Offer.SNI
				}
			}
			return v
		}
	},
})
