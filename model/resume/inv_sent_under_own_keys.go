package resume

// RFC 5246 7.1: "Immediately after sending this message, the sender MUST instruct
// the record layer to make the write pending state the write active state", and
// all that follows, alerts included (7.2), is protected by it.
var _ = invariant("sent-under-own-keys",
	"RFC 5246 7.1 and 7.2, what an end sends behind its ChangeCipherSpec is under the keys of that handshake",
	func(s *State) *Witness {
		return s.eitherEnd("sent a record that its own ChangeCipherSpec should have protected", func(e *End) bool { return e.Seen.Bare })
	})
