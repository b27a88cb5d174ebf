package resume

// RFC 5246 7.4.1.2: "If the session_id field is not empty (implying a session
// resumption request), this vector MUST include at least the cipher_suite from that
// session."
var _ = invariant("hello-has-session-suite",
	"RFC 5246 7.4.1.2, a hello that offers a session offers its cipher suite as well",
	func(s *State) *Witness {
		return s.firstEnd(Client, "offered a session without its cipher suite", func(e *End) bool {
			return e.Seen.Suiteless
		})
	})
