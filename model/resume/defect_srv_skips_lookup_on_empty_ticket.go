package resume

// The server takes the empty ticket of a hello for all that it asks for.
var _ = defect(Defect{
	Name:        "srv-skips-lookup-on-empty-ticket",
	Requirement: "RFC5246-7.3-RESUME-SAME-SID",
	Breaks:      "known-session-found",
	Config:      "session-lookup",
	Edit: func(p *Policy) {
		p.Recall = func(s *State, at Place) (Session, By) {
			if e := s.end(at); e.Offer.Ready && e.Offer.Ticket.empty() {
				return Session{}, Nothing
			}
			return s.recall(at)
		}
	},
})
