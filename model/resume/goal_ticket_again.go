package resume

// What can happen to a ticket when a connection negotiates again, and to one that
// is empty.
var (
	_ = goal("promise-kept-again",
		"RFC 5077 3.3, a full handshake behind another issues the ticket that its own ServerHello promised",
		func(s *State) bool {
			return s.bothAgain(func(e *End) bool { return e.By == Nothing && e.Answer.Promised && e.Seen.TicketTaken })
		}, "ticket-iff-promised", "handshake-order")
	_ = goal("promise-not-made-again",
		"RFC 5077 3.3, a promise counts in its own handshake: the next one neither promises nor issues a ticket",
		func(s *State) bool {
			return s.bothAgain(func(e *End) bool { return e.By == Nothing && e.Offer.Ready && !e.Answer.Promised })
		}, "ticket-iff-promised", "handshake-order")
	_ = goal("renewal-promised-again",
		"RFC 5077 3.3, an abbreviated handshake behind another renews the ticket",
		func(s *State) bool {
			return s.bothAgain(func(e *End) bool { return e.By == ByTicket && e.Answer.Promised })
		}, "ticket-iff-promised", "newest-ticket-kept")
	_ = goal("reject-and-reissue-again",
		"RFC 5077 3.1 figure 4, a handshake behind another rejects the ticket and issues a new one",
		func(s *State) bool {
			return s.bothAgain(func(e *End) bool {
				return e.Seen.Declined == TicketDoesNotOpen && e.Answer.Promised
			})
		}, "ticket-before-ccs", "newest-ticket-kept", "ticket-of-session")
	_ = goal("dial-with-renegotiated-ticket-in-hand",
		"RFC 5077 3.3, a connection begins while the renegotiation of another has its ticket, but not yet the Finished",
		func(s *State) bool {
			return s.dialsWhile(func(e *End) bool { return e.Again && e.ticketInHand() })
		}, "ticket-after-server-finished")
	_ = goal("empty-ticket",
		"RFC 5077 3.3, a full handshake whose promised ticket is empty",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.emptied(Nothing) && !e.Again })
		},
		"ticket-iff-promised", "stored-session-has-a-name")
	_ = goal("empty-ticket-again",
		"RFC 5077 3.3, the same in a handshake behind another",
		func(s *State) bool { return s.some(Client, func(e *End) bool { return e.emptied(Nothing) && e.Again }) },
		"ticket-iff-promised", "stored-session-has-a-name")
	_ = goal("empty-renewal",
		"RFC 5077 3.3, an abbreviated handshake whose promised ticket is empty",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.emptied(ByTicket) && !e.Again })
		},
		"ticket-iff-promised", "newest-ticket-kept")
	_ = goal("empty-renewal-again",
		"RFC 5077 3.3, the same in a handshake behind another",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.emptied(ByTicket) && e.Again })
		},
		"ticket-iff-promised", "newest-ticket-kept")
	_ = goal("resume-behind-empty-renewal",
		"RFC 5077 3.3, an empty ticket takes none away: the old one resumes once more",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.By == ByTicket && e.Seen.BehindEmptied })
		}, "newest-ticket-kept", "stored-session-has-a-name")
)

// emptied says whether a client is done with such a handshake, and the ticket
// that it was promised came empty.
func (e *End) emptied(by By) bool {
	return e.Done && e.By == by && e.Answer.Promised && !e.Seen.TicketTaken
}
