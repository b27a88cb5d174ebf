package resume

// RFC 5246 7.2.1: "as of TLS 1.1, failure to properly close a connection no longer
// requires that a session not be resumed. This is a change from TLS 1.0". The model
// has 1.2 alone.
var _ = invariant("cut-keeps-session",
	"RFC 5246 7.2.1, a connection that ends without close_notify leaves its session at both ends",
	func(s *State) *Witness {
		for side := Client; side <= Server; side++ {
			w := s.firstEnd(side, "lost its session with a connection that was cut", func(e *End) bool { return e.Seen.Bereft })
			if w != nil {
				return w
			}
		}
		return nil
	})
