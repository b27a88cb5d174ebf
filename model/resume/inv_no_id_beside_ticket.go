package resume

// RFC 5077 3.4: a server that issues a ticket "SHOULD include an empty Session
// ID in the ServerHello"; a client with a ticket "discards any Session ID that
// was sent in the ServerHello".
var _ = invariant("no-id-beside-ticket",
	"RFC 5077 3.4, no full handshake that promises a ticket gives a session ID, and a client keeps none beside a ticket",
	func(s *State) *Witness {
		for i := range s.Clients {
			for j := range s.Clients[i].Store {
				if h := &s.Clients[i].Store[j]; !h.Ticket.empty() && h.ID != 0 {
					return &Witness{Place{s.lastOf(i), Client}, "stored a session ID beside a ticket"}
				}
			}
		}
		return s.firstEnd(Server, "gave a session ID beside its promise of a ticket", func(e *End) bool {
			return e.Plan == Full && e.Answer.Promised && e.Answer.ID != 0
		})
	})
