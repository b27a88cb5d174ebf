package resume

// RFC 7627 5.3, RFC 5246 7.4.1.3 and RFC 6066 3: a resumption does not change
// the extended master secret, the cipher suite or the server name.
var _ = invariant("resumed-equals-session",
	"RFC 6066 3 and RFC 7627 5.3, a resumed connection has the server name, the EMS and the suite of its session",
	func(s *State) *Witness {
		for i := range s.Conns {
			c := &s.Conns[i]
			for side := Client; side <= Server && !c.Buried; side++ {
				if what := s.resumedOther(c, &c.Ends[side]); what != "" {
					return &Witness{Place{i, side}, "resumed a session under another " + what}
				}
			}
		}
		return nil
	})

// resumedOther says in what a resumed connection is not its session.
func (s *State) resumedOther(c *Conn, e *End) string {
	b, x := &e.Belief, &e.Session
	switch {
	case e.By == Nothing || e.Seen.Aborted != NoAlert:
	case e.Answer.EMS != x.EMS && !c.mixed():
		return "extended master secret"
	case e.Answer.Suite != x.Suite:
		return "suite"
	case e.Done && !s.world.same(b.SNI, x.SNI) && e.Readings&given(NamesRFC4366, NamesByServer) == 0:
		return "name"
	}
	return ""
}
