package resume

// RFC 5077 3.2: a server that "fails to verify the client's ticket" does a full
// handshake; 5.6 leaves it the lifetime, which ends with the session's day here.
var _ = invariant("ticket-live",
	"RFC 5077 5.6, a ticket that resumes was sealed by a key in the window, less than a day after its full handshake",
	func(s *State) *Witness {
		return s.firstEnd(Server, "resumed by a ticket that is not live", func(e *End) bool {
			return e.Seen.Stale
		})
	})
