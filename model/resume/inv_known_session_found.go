package resume

// RFC 5246 7.4.1.3: "the server will look in its session cache for a match", whatever
// else the hello offers.
var _ = invariant("known-session-found",
	"RFC 5246 7.4.1.3, a server looks up the session ID of a hello that presents no ticket",
	func(s *State) *Witness {
		return s.firstEnd(Server, "did not look up a session ID that its cache has", func(e *End) bool {
			return e.Seen.Missed
		})
	})
