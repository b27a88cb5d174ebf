package resume

// The server gives up at a session ID that it does not find.
var _ = defect(Defect{
	Name:        "unknown-id-aborts",
	Requirement: "RFC5246-7.3-MISS-NEW-SID-FULL",
	Breaks:      "rollout-safe",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.Judge = func(s *State, at Place, session *Session, by By) Verdict {
			if by == Nothing && s.end(at).Offer.ID != 0 {
				return Abort
			}
			return s.judge(at, session, by)
		}
	},
})
