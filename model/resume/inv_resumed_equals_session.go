package resume

// RFC 7627 5.3, RFC 5246 7.4.1.3 and RFC 6066 3: a resumption does not change
// the extended master secret, the cipher suite or the server name.
var _ = invariant("resumed-equals-session",
	"RFC 6066 3 and RFC 7627 5.3, a resumed connection has the server name, the EMS and the suite of its session",
	func(s *State) *Witness {
		for side := Client; side <= Server; side++ {
			w := s.firstEnd(side, "resumed a session under another name, suite or EMS", func(e *End) bool {
				b, x := &e.Belief, &e.Session
				return e.Done && b.By != Nothing && (b.EMS != x.EMS || b.Suite != x.Suite || b.SNI != x.SNI)
			})
			if w != nil {
				return w
			}
		}
		return nil
	})
