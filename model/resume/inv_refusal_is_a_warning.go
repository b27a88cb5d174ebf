package resume

// RFC 5746 4.2: clients that refuse "MUST respond to such requests with a
// "no_renegotiation" alert (RFC 5246 requires this alert to be at the "warning"
// level)".
var _ = invariant("refusal-is-a-warning",
	"RFC 5746 4.2 and RFC 5246 7.2.2, an end that will not negotiate again says so by a warning, and goes on",
	func(s *State) *Witness {
		return s.eitherEnd("refused another handshake otherwise than by a warning", func(e *End) bool { return e.Seen.RefusedOddly })
	})
