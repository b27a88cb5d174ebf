package resume

// RFC 5746 5: "during renegotiation, either the client or the server can present
// a different certificate than was used earlier", which "may come as a surprise".
var _ = invariant("server-stays",
	"RFC 5746 5, the server of a connection stays who it was in its first handshake, unless the client's policy lets it change",
	func(s *State) *Witness {
		for i := range s.Conns {
			p := Place{i, Client}
			if s.end(p).Seen.PeerChanged && !s.options(p).Readings.has(CertChange) {
				return &Witness{p, "let the server become another in a renegotiation"}
			}
		}
		return nil
	})
