package resume

// RFC 7627 5.4: an end that goes on without the extended master secret "MUST NOT
// export any key material based on the new master secret for any subsequent
// application-level authentication. In particular, it MUST disable [RFC5705]".
// RFC 9266 4.2 says so of tls-exporter.
var _ = invariant("exporter-fenced",
	"RFC 7627 5.4 and RFC 9266 4.2, an end exports only where the extended master secret is used, and what its peer exports",
	func(s *State) *Witness {
		for i := range s.Conns {
			client, okC := s.exporter(Place{i, Client})
			server, okS := s.exporter(Place{i, Server})
			for side := Client; side <= Server; side++ {
				e := &s.Conns[i].Ends[side]
				if given := [...]bool{okC, okS}[side]; given && !e.Belief.EMS && !e.Readings.has(EMSIgnorant) {
					return &Witness{Place{i, side}, "exported keying material that a man in the middle can align"}
				}
			}
			if okC && okS && client != server && !s.Conns[i].Deviated {
				return &Witness{Place{i, Client}, "exports what the server does not"}
			}
		}
		return nil
	})
