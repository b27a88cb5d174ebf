package resume

// RFC 5246 7.1: ChangeCipherSpec "is sent during the handshake after the security
// parameters have been agreed upon": there is a master secret. Keys made of none
// are everybody's (CVE-2014-0224).
var _ = invariant("ccs-keys",
	"RFC 5246 7.1, the keys that ChangeCipherSpec brings are made of a master secret",
	func(s *State) *Witness {
		for i := range s.Conns {
			c := &s.Conns[i]
			for side := Client; side <= Server; side++ {
				e := &c.Ends[side]
				if e.ReadKeys.Master == noSecret || e.WriteKeys.Master == noSecret && !c.Deviated {
					return &Witness{Place{i, side}, "changed its cipher to keys that anybody can make"}
				}
			}
		}
		return nil
	})
