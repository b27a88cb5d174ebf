package resume

// RFC 5246 7.2.1: the other party "MUST respond with a close_notify alert of its own
// and close down the connection immediately".
var _ = invariant("close-answered",
	"RFC 5246 7.2.1, an end answers close_notify by its own",
	func(s *State) *Witness {
		return s.eitherEnd("did not answer close_notify", func(e *End) bool { return e.Seen.Unanswered })
	})
