package resume

// RFC 5077 3.1: "The client caches this ticket along with the master secret and
// other parameters associated with the current session". RFC 7627 6.3 leaves
// what happens to one that pairs it with another open.
var _ = invariant("ticket-of-session",
	"RFC 5077 3.1, the ticket that a client stores seals the session that it stores beside it",
	func(s *State) *Witness {
		for i := range s.Clients {
			for j := range s.Clients[i].Store {
				h := &s.Clients[i].Store[j]
				if !h.Ticket.empty() && h.Ticket.Seals.Master != h.Session.Master {
					return &Witness{Place{s.lastOf(i), Client}, "stored a ticket beside the secret of another session"}
				}
			}
		}
		return nil
	})
