package resume

// RFC 5077 5.1: "the implementation should verify the integrity of the ticket
// before using the contents to invalidate a session to ensure that an attacker
// cannot invalidate a chosen session."
var _ = invariant("forged-ticket-harmless",
	"RFC 5077 5.1, a connection that fails invalidates the session that it belongs to, and never one that an unverified ticket names",
	func(s *State) *Witness {
		return s.firstEnd(Server, "invalidated a session that its connection does not belong to", func(e *End) bool {
			return e.Seen.Wronged
		})
	})
