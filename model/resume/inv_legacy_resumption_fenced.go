package resume

// RFC 7627 5.4: having resumed a session without the extended master secret,
// "the client MUST disable renegotiation and any use of the "tls-unique" channel
// binding [...] on the current connection".
var _ = invariant("legacy-resumption-fenced",
	"RFC 7627 5.4, behind a resumption without the extended master secret there is no renegotiation and no tls-unique",
	func(s *State) *Witness {
		for i := range s.Conns {
			for side := Client; side <= Server; side++ {
				p := Place{i, side}
				e := s.end(p)
				if e.Seen.Loose {
					return &Witness{p, "negotiated again behind a resumption that a man in the middle can align"}
				}
				if _, given := s.unique(p); given && e.fenced() {
					return &Witness{p, "gave out a tls-unique that a man in the middle can align"}
				}
			}
		}
		return nil
	})
