package resume

// RFC 5246 7.4.1.1: "servers SHOULD NOT repeat the request until the subsequent
// handshake negotiation is complete".
var _ = invariant("hello-request-once",
	"RFC 5246 7.4.1.1, a server asks once for another handshake until it has an answer",
	func(s *State) *Witness {
		return s.firstEnd(Server, "repeated its HelloRequest", func(e *End) bool { return e.Seen.Insisted })
	})
