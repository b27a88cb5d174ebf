package resume

// The server falls over a session that has grown too old.
var _ = defect(Defect{
	Name:        "cache-expired-entry-crash",
	Requirement: "RFC5246-7.4.1.3-CLIENT-READY-FOR-FULL",
	Breaks:      "rollout-safe",
	Config:      "session-id",
	Edit: func(p *Policy) {
		p.Judge = func(s *State, at Place, session *Session, by By) Verdict {
			if v := s.judge(at, session, by); s.end(at).Seen.Declined != SessionTooOld {
				return v
			}
			return Abort
		}
	},
})
