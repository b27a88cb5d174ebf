package resume

// RFC 5077 3.3: NewSessionTicket "MUST be sent if the server included a
// SessionTicket extension in the ServerHello" and "MUST NOT be sent if the
// server did not include" one. By the server's Finished it is settled.
var _ = invariant("ticket-iff-promised",
	"RFC 5077 3.3, NewSessionTicket is sent if and only if the ServerHello promised it",
	func(s *State) *Witness {
		return s.firstEnd(Server, "promised a ticket and sent none, or sent one unpromised", func(e *End) bool {
			return e.Seen.TicketSent && !e.Answer.Promised || e.Seen.FinishedSent && e.Answer.Promised && !e.Seen.TicketSent
		})
	})
