package resume

// RFC 5246 F.1.4: "An upper limit of 24 hours is suggested for session ID
// lifetimes".
var _ = invariant("session-within-day",
	"RFC 5246 F.1.4, a session is resumed by its ID for a day at most",
	func(s *State) *Witness {
		return s.firstEnd(Server, "resumed a session by its ID a day behind its full handshake", func(e *End) bool {
			return e.By == ByID && e.Seen.Aged
		})
	})
