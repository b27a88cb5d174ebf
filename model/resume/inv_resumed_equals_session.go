package resume

// RFC 7627 5.3, RFC 5246 7.4.1.3 and RFC 6066 3: a resumption does not change
// the extended master secret, the cipher suite or the server name.
var _ = invariant("resumed-equals-session",
	"RFC 6066 3 and RFC 7627 5.3, a resumed connection has the server name, the EMS and the suite of its session",
	func(s *State) *Witness {
		for i := range s.Conns {
			c := &s.Conns[i]
			for side := Client; side <= Server && !c.Buried; side++ {
				if what := c.resumedOther(&c.Ends[side]); what != "" {
					return &Witness{Place{i, side}, "resumed a session under another " + what}
				}
			}
		}
		return nil
	})

// resumedOther says in what a resumed connection is not its session.
func (c *Conn) resumedOther(e *End) string {
	b, x := &e.Belief, &e.Session
	switch {
	case !e.Done || b.By == Nothing:
	case e.Answer.EMS != x.EMS && !c.mixed():
		return "extended master secret"
	case b.Suite != x.Suite:
		return "suite"
	case b.SNI != x.SNI:
		return "name"
	}
	return ""
}
