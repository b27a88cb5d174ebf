package resume

// RFC 5746 3.4: "The client MUST include either an empty 'renegotiation_info'
// extension, or the TLS_EMPTY_RENEGOTIATION_INFO_SCSV [...] in the ClientHello",
// whether it resumes or not.
var _ = invariant("ri-signalled",
	"RFC 5746 3.4, every hello of a client that knows RFC 5746 says so",
	func(s *State) *Witness {
		return s.firstEnd(Client, "said a hello without a sign of RFC 5746", func(e *End) bool { return e.Seen.Silent })
	})
