package resume

// RFC 5246 7.3: "Application data MUST NOT be sent prior to the completion of the
// first handshake"; 7.4.9: behind ChangeCipherSpec, not before the peer's Finished is
// validated.
var _ = invariant("data-after-finished",
	"RFC 5246 7.3, no end says or accepts application data in the first handshake, nor under new keys before both Finished",
	func(s *State) *Witness {
		return s.eitherEnd("said or accepted application data before its handshake was over", func(e *End) bool { return e.Seen.DataEarly })
	})
