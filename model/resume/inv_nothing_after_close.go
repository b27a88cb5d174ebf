package resume

// RFC 5246 7.2.1: "Any data received after a closure alert is ignored."
var _ = invariant("nothing-after-close",
	"RFC 5246 7.2.1, behind the peer's close_notify an end takes nothing more",
	func(s *State) *Witness {
		return s.eitherEnd("took a record behind close_notify", func(e *End) bool { return e.Seen.AfterClose })
	})
