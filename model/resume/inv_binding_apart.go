package resume

// RFC 5929 3.1: tls-unique is "specific to each connection regardless of whether
// session resumption is used". RFC 5246 F.1.4: a resumed connection is
// "effectively independent from previous connections", since "new
// ClientHello.random and ServerHello.random values are hashed with the session's
// master_secret"; 7.4.1.3: the server's "MUST be independently generated".
var _ = invariant("binding-apart",
	"RFC 5929 3.1 and RFC 5246 F.1.4, no two handshakes of honest ends have a tls-unique in common, nor a random, nor keys",
	func(s *State) *Witness {
		for i := range s.Conns {
			for side := Client; side <= Server; side++ {
				p := Place{i, side}
				if seen := &s.end(p).Seen; seen.RandomRepeated {
					return &Witness{p, "said a hello with a random that there was before"}
				} else if seen.UniqueRepeated {
					return &Witness{p, "has the tls-unique of the handshake before"}
				}
				if s.sharesUnique(p) {
					return &Witness{p, "has the tls-unique of another connection"}
				}
				if s.sharesKeys(p) {
					return &Witness{p, "has the keys of another handshake"}
				}
			}
		}
		return nil
	})

// sharesUnique compares the tls-unique of an end with those of the connections
// before.
func (s *State) sharesUnique(p Place) bool {
	mine, ok := s.unique(p)
	for i := 0; ok && i < p.Conn; i++ {
		for side := Client; side <= Server; side++ {
			if other, given := s.unique(Place{i, side}); given && other == mine {
				return true
			}
		}
	}
	return false
}

// sharesKeys does so with the keys, and with those of the handshake before.
func (s *State) sharesKeys(p Place) bool {
	e := s.end(p)
	if s.Conns[p.Conn].Deviated || e.WriteKeys == (Keys{}) {
		return false
	}
	for i := range p.Conn {
		c := &s.Conns[i]
		if !c.Deviated && (c.Ends[Client].WriteKeys == e.WriteKeys || c.Ends[Server].WriteKeys == e.WriteKeys) {
			return true
		}
	}
	return e.Seen.KeysRepeated
}
