package resume

// The switch for tickets stops the server from issuing them.
var _ = defect(Defect{
	Name:        "tickets-disabled-still-accepted",
	Requirement: "RFC5077-3.1-DECLINE-TO-FULL",
	Breaks:      "tickets-off",
	Config:      "ticket-marker",
	Edit: func(p *Policy) {
		p.Recall = func(s *State, at Place) (Session, By) {
			if e := s.end(at); !e.Offer.Ticket.empty() {
				return e.Offer.Ticket.Seals, ByTicket
			}
			return s.recall(at)
		}
	},
})
