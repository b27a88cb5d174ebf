package resume

// RFC 5246 7.2.2: "Whenever an implementation encounters a condition which is
// defined as a fatal alert, it MUST send the appropriate alert prior to closing the
// connection."
var _ = invariant("alert-before-end",
	"RFC 5246 7.2.2, an end that gives up says why",
	func(s *State) *Witness {
		return s.eitherEnd("gave up without an alert", func(e *End) bool { return e.Seen.Silenced })
	})
