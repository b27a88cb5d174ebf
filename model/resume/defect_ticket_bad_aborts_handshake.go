package resume

// The server gives up when a ticket does not open.
var _ = defect(Defect{
	Name:        "ticket-bad-aborts-handshake",
	Requirement: "RFC5077-3.2-BAD-TICKET-FALLBACK",
	Breaks:      "rollout-safe",
	Config:      "ticket-marker",
	Edit: func(p *Policy) {
		p.Judge = func(s *State, at Place, session *Session, by By) Verdict {
			if v := s.judge(at, session, by); s.end(at).Seen.Declined != TicketDoesNotOpen {
				return v
			}
			return Abort
		}
	},
})
