package resume

// RFC 5246 7.4.9: the Finished messages verify "that the key exchange and
// authentication processes were successful": what was negotiated is the same
// at both ends, and so is the session.
var _ = invariant("agreement",
	"RFC 5246 7.4.9, ends that both complete agree on secret, extended master secret, suite, server name and resumption",
	func(s *State) *Witness {
		for i, c := range s.agreedConns {
			mine, theirs := c.Ends[Client].Belief, c.Ends[Server].Belief
			if c.mixed() {
				mine.EMS = theirs.EMS
			}
			if what := mine.differs(theirs); what != "" {
				return &Witness{Place{i, Client}, "completed a handshake of which the server believes another " + what}
			}
		}
		return nil
	})

// differs says in what two beliefs are not the same.
func (b Belief) differs(other Belief) string {
	switch {
	case b.Master != other.Master:
		return "master secret"
	case b.EMS != other.EMS:
		return "extended master secret"
	case b.Suite != other.Suite:
		return "suite"
	case b.SNI != other.SNI:
		return "server name"
	case b.By != other.By:
		return "resumption"
	}
	return ""
}
