package resume

// RFC 5246 7.4.1.2: the list of a hello that offers a session "MUST include at least the
// cipher_suite from that session"; 7.4.1.3: the suite is one "selected by the server from
// the list". What either end has no more protects no connection of theirs.
var _ = invariant("resumed-suite-shared",
	"RFC 5246 7.4.1.2 and 7.4.1.3, a server resumes under a cipher suite that the hello offers and that it has itself",
	func(s *State) *Witness {
		return s.firstEnd(Server, "resumed under a cipher suite that the hello or the server does not have", func(e *End) bool {
			return e.Seen.Suiteless
		})
	})
