package resume

// RFC 5246 7.2.2: "any connection terminated with a fatal alert MUST NOT be
// resumed". How much of that a node guarantees is what its reading says that
// the alert takes: session IDs, and the client's ticket; tickets that are out
// only with a revocation set (RFC 5077 5.1).
var _ = invariant("no-resume-after-fatal",
	"RFC 5246 7.2.2, a session that saw a fatal alert at an end is not resumed there by what the alert takes: its ID, a ticket that the client held, or by invalidate-rfc5246 any ticket",
	func(s *State) *Witness {
		for side := Client; side <= Server; side++ {
			w := s.firstEnd(side, "used a session that it had lost by a fatal alert", func(e *End) bool { return e.Seen.Dead })
			if w != nil {
				return w
			}
		}
		return nil
	})
