package resume

// RFC 7627 5.2: "we use the phrase "abort the handshake" as shorthand for
// terminating the handshake by sending a fatal "handshake_failure" alert".
var _ = invariant("alert-of-ems",
	"RFC 7627 5.2, a handshake that is aborted for the extended master secret ends by handshake_failure",
	func(s *State) *Witness {
		for side := Client; side <= Server; side++ {
			w := s.firstEnd(side, "aborted for the extended master secret with another alert", func(e *End) bool {
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
