package resume

// RFC 5077 3.2: a server that "fails to verify the ticket" does a full
// handshake; RFC 9325 3.4: "Old ticket-encryption keys MUST be destroyed". The
// lifetime is the server's (RFC 5077 5.6); it counts from the full handshake,
// however often a ticket is renewed: "sessions that have been open longer" (9325
// 3.4) are not resumed.
var _ = invariant("ticket-live",
	"RFC 5077 5.6, a ticket that resumes was sealed by a key in the window, and its full handshake is no longer ago than the server honours: a day, unless a policy says otherwise",
	func(s *State) *Witness {
		return s.firstEnd(Server, "resumed by a ticket that is not live", func(e *End) bool {
			return e.By == ByTicket && (e.Seen.Stale || e.Seen.Aged)
		})
	})
