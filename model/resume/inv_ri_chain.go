package resume

// RFC 5746 3.5 and 3.7: the renegotiation_info of a renegotiating hello is "equal to
// the saved client_verify_data", that of its answer to both saved values, and when
// the handshake has completed they are saved anew.
var _ = invariant("ri-chain",
	"RFC 5746 3.5 and 3.7, each handshake on a connection is bound by both ends to the Finished of the one before",
	func(s *State) *Witness {
		return s.eitherEnd("went on with a handshake that is not bound to the one before", func(e *End) bool { return e.Seen.Unchained })
	})
