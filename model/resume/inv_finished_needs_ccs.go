package resume

// RFC 5246 7.4.9: "A Finished message is always sent immediately after a change
// cipher spec message [...] It is a fatal error if a Finished message is not
// preceded by a ChangeCipherSpec message at the appropriate point in the handshake."
var _ = invariant("finished-needs-ccs",
	"RFC 5246 7.4.9, an end accepts Finished only behind the peer's ChangeCipherSpec of the same handshake",
	func(s *State) *Witness {
		return s.eitherEnd("accepted Finished without ChangeCipherSpec", func(e *End) bool {
			return e.Seen.FinishedTaken && !e.Reading && e.Life != Over
		})
	})
