package resume

// RFC 5077 3.3: a client "should start using the new ticket as soon as possible
// after it verifies the server's Finished message"; an empty ticket is none, and
// takes none away.
var _ = invariant("newest-ticket-kept",
	"RFC 5077 3.3, behind a handshake a client holds the ticket that came, and else what it held before",
	func(s *State) *Witness {
		return s.firstEnd(Client, "lost the ticket that came, or a good one before it", func(e *End) bool {
			return e.Seen.TicketLost
		})
	})

// watchStore notes whether the client holds what it should, given whether it held
// anything before for the server.
func (s *State) watchStore(p Place, held bool) {
	e := s.end(p)
	now, holds := s.stored(p)
	if !e.Receipt.Ticket.empty() {
		holds, held = holds && now.Ticket == e.Receipt.Ticket, true
	}
	e.Seen.TicketLost = held && !holds
}

// stored is what the client has stored for the server by some name of the session,
// whether or not its build can read it.
func (s *State) stored(p Place) (Stored, bool) {
	name := s.world.policy.Called(s, p, s.end(p).Offer.SNI)
	for _, held := range s.client(p).Store {
		if held.Name == name && (!held.Ticket.empty() || held.ID != 0) {
			return held, true
		}
	}
	return Stored{}, false
}
