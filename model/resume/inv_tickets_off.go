package resume

// RFC 5077 3.1: a server that "cannot or does not want to honor the ticket" does a
// full handshake. One that has no tickets any more wants none.
var _ = invariant("tickets-off",
	"RFC 5077 3.1, a server whose operator has taken tickets away resumes by none",
	func(s *State) *Witness {
		return s.firstEnd(Server, "took a ticket though it has none", func(e *End) bool {
			return e.Seen.Disabled
		})
	})
