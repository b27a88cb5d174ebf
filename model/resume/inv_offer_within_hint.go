package resume

// RFC 5077 3.3: the hint is "relative to when the ticket is received. A value of
// zero is reserved to indicate that the lifetime of the ticket is unspecified. A
// client SHOULD delete the ticket and associated state when the time expires. It
// MAY delete the ticket earlier based on local policy": here that is a day, or
// what client-lifetime-12h says, and nothing earlier.
var _ = invariant("offer-within-hint",
	"RFC 5077 3.3, a client offers a session as long as its hint says, counted from the receipt, or for its own time where that is shorter or the hint unspecified",
	func(s *State) *Witness {
		return s.firstEnd(Client, "offered a session whose time was over, or let one expire before", func(e *End) bool {
			return e.Seen.Overdue || e.Seen.Hasty
		})
	})
