package resume

// RFC 5246 7.2.1: the other party "MUST respond with a close_notify alert of its
// own and close down the connection immediately", and "Any data received after a
// closure alert is ignored".
var _ = invariant("close-answered",
	"RFC 5246 7.2.1, an end answers close_notify by its own",
	func(s *State) *Witness {
		for side := Client; side <= Server; side++ {
			w := s.firstEnd(side, "did not answer close_notify", func(e *End) bool { return e.Seen.Unanswered })
			if w != nil {
				return w
			}
		}
		return nil
	})
