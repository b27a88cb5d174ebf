package resume

// What can happen to a ticket: the figures of RFC 5077 3.1, and its end.
var (
	_ = goal("unready-client", "RFC 5077 3.2, a client that has no tickets is promised none by a server that has",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if s.Servers[c.Server].Options.Tickets && !c.Ends[Client].Offer.Ready && !c.Ends[Client].Answer.Promised {
					return true
				}
			}
			return false
		}, "unready-client-silent", "unsolicited-extension-refused")
	_ = goal("issue-ticket",
		"RFC 5077 3.1 figure 1, a full handshake issues a ticket",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.By == Nothing && e.Seen.TicketTaken })
		}, "ticket-before-ccs", "ticket-iff-promised", "ticket-after-client-finished")
	_ = goal("renew-ticket",
		"RFC 5077 3.1 figure 2, an abbreviated handshake renews the ticket",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By == ByTicket && e.Seen.TicketSent })
		}, "ticket-before-ccs", "ticket-iff-promised")
	_ = goal("accept-without-renewal",
		"RFC 5077 3.3, the server MAY renew the ticket: here it does not",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.By == ByTicket && !e.Seen.TicketSent })
		}, "ticket-iff-promised", "ticket-live")
	_ = goal("issue-nothing",
		"RFC 5077 3.1 figure 3, a full handshake without a new ticket, though the client is ready",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool {
				return e.Done && e.By == Nothing && e.Offer.Ready && !e.Answer.Promised
			})
		}, "ticket-iff-promised")
	_ = goal("reject-and-reissue",
		"RFC 5077 3.1 figure 4, the ticket is rejected, and a new one issued",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool {
				return e.Done && e.By == Nothing && e.Offered == ByTicket && e.Seen.TicketTaken
			})
		}, "ticket-iff-promised")
	_ = goal("reject-unsealed",
		"RFC 5077 3.2, a ticket whose key the server does not have leads to a full handshake",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool { return e.Done && e.Seen.Declined == TicketDoesNotOpen })
		}, "ticket-live", "keys-apart")
	_ = goal("reject-old-ticket",
		"RFC 5077 5.6, a ticket that grew too old on its way leads to a full handshake",
		func(s *State) bool {
			return s.some(Server, func(e *End) bool {
				return e.Done && e.By == Nothing && e.Seen.Declined == SessionTooOld
			})
		}, "ticket-live")
	_ = goal("ticket-ignored",
		"RFC 5077 3.1, a server without tickets does a full handshake with a client that offers one",
		func(s *State) bool {
			for _, c := range s.agreedConns {
				if c.Ends[Client].Offered == ByTicket && c.Ends[Server].By == Nothing && !s.Servers[c.Server].Options.Tickets {
					return true
				}
			}
			return false
		}, "tickets-off")
	_ = goal("undecided-resumed",
		"RFC 5077 3.4, a client that sent an empty session ID learns from the next message that it resumes",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.By == ByTicket && !e.Seen.Beside })
		}, "ticket-decides")
	_ = goal("undecided-full",
		"RFC 5077 3.4, a client that sent an empty session ID learns from the next message that it does not",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool {
				return e.Done && e.By == Nothing && e.Offered == ByTicket && !e.Seen.Beside
			})
		}, "ticket-decides")
	_ = goal("resume-beside-id",
		"RFC 5077 3.4, a server that accepts the ticket echoes the session ID beside it",
		func(s *State) bool {
			return s.some(Client, func(e *End) bool { return e.Done && e.By == ByTicket && e.Seen.Beside })
		}, "agreement", "no-id-beside-ticket")
	_ = goal("dial-with-ticket-in-hand",
		"RFC 5077 3.3, a connection begins while another has its ticket, but not yet the Finished",
		func(s *State) bool { return s.dialsWhile((*End).ticketInHand) }, "ticket-after-server-finished")
)

// ticketInHand says whether a client has its ticket, and still waits for the Finished.
func (e *End) ticketInHand() bool { return e.Seen.TicketTaken && !e.Seen.FinishedTaken && !e.Reading }

// dialsWhile says whether a client has just dialled, and the client of an earlier
// connection is so.
func (s *State) dialsWhile(is func(*End) bool) bool {
	so := false
	for i := range s.Conns {
		e := &s.Conns[i].Ends[Client]
		if so && !s.Conns[i].Buried && e.At == 1 {
			return true
		}
		so = so || is(e)
	}
	return false
}
