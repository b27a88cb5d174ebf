package resume

// RFC 5246 7.2.2: "any connection terminated with a fatal alert MUST NOT be
// resumed". Tickets cannot be called back (RFC 5077 5.1), session IDs can.
var _ = invariant("no-resume-after-fatal",
	"RFC 5246 7.2.2, a session that saw a fatal alert at an end is not resumed there by its ID",
	func(s *State) *Witness {
		for side := Client; side <= Server; side++ {
			w := s.firstEnd(side, "used by its ID a session that had seen a fatal alert", func(e *End) bool {
				return (e.By == ByID || e.Offered == ByID) && e.Seen.Dead
			})
			if w != nil {
				return w
			}
		}
		return nil
	})
