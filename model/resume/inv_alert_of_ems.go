package resume

// RFC 7627 5.2: "we use the phrase "abort the handshake" as shorthand for
// terminating the handshake by sending a fatal "handshake_failure" alert".
var _ = invariant("alert-of-ems",
	"RFC 7627 5.2 and 5.3, a handshake that is to be aborted for the extended master secret is, by handshake_failure",
	func(s *State) *Witness {
		for side := Client; side <= Server; side++ {
			w := s.firstEnd(side, "did not give up by handshake_failure, as the extended master secret asks for", func(e *End) bool {
				return e.Seen.Cells&abortingCells != 0 && e.Seen.Aborted != HandshakeFailure
			})
			if w != nil {
				return w
			}
		}
		return nil
	})

// abortingCells are the cases in which an end aborts.
var abortingCells = func() (cells Cells) {
	for i := range emsCells {
		if emsCells[i].Verdict == Abort {
			cells |= 1 << i
		}
	}
	return cells
}()
