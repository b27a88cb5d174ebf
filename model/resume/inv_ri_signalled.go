package resume

// RFC 5746 3.4: "The client MUST include either an empty 'renegotiation_info'
// extension, or the TLS_EMPTY_RENEGOTIATION_INFO_SCSV [...] in the ClientHello",
// whether it resumes or not; 3.6: "the server MUST include an empty
// "renegotiation_info" extension in the ServerHello message".
var _ = invariant("ri-signalled",
	"RFC 5746 3.4 and 3.6, every hello of a client that knows RFC 5746 says so, and every answer to it of a server that does",
	func(s *State) *Witness {
		if w := s.firstEnd(Client, "said a hello without a sign of RFC 5746", func(e *End) bool { return e.Seen.Silent }); w != nil {
			return w
		}
		return s.firstEnd(Server, "answered a sign of RFC 5746 with none", func(e *End) bool {
			return e.Offer.Info != NoInfo && e.Answer.Suite != 0 && e.Answer.Info == NoInfo &&
				e.Readings&given(LegacyReneg, ResumedExtensionsNone) == 0
		})
	})
