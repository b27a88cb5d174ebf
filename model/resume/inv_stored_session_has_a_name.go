package resume

// RFC 5077 3.3: a ticket of zero length says that the server "does not want to
// include a ticket": there is nothing in it to be stored.
var _ = invariant("stored-session-has-a-name",
	"RFC 5077 3.3, what a client stores is named by a ticket that is not empty, or else by a session ID",
	func(s *State) *Witness {
		for i := range s.Clients {
			for j := range s.Clients[i].Store {
				h := &s.Clients[i].Store[j]
				if h.Ticket.empty() && h.ID == 0 {
					return &Witness{Place{s.lastOf(i), Client}, "stored a session that nothing names"}
				}
			}
		}
		return nil
	})

// lastOf is the newest connection of a client.
func (s *State) lastOf(client int) int {
	last := 0
	for i := range s.Conns {
		if s.Conns[i].Client == client {
			last = i
		}
	}
	return last
}
