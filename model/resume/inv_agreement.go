package resume

// RFC 5246 7.4.9: the Finished messages verify "that the key exchange and
// authentication processes were successful": what was negotiated is the same
// at both ends, and so is the session.
var _ = invariant("agreement",
	"RFC 5246 7.4.9, ends that both complete agree on secret, extended master secret, suite, server name and resumption",
	func(s *State) *Witness {
		for i, c := range s.agreedConns {
			mine, theirs := c.Ends[Client].Belief, c.Ends[Server].Belief
			mine.Peer, theirs.Peer = 0, 0
			if c.mixed() {
				mine.EMS = theirs.EMS
			}
			if mine != theirs {
				return &Witness{Place{i, Client}, "completed a handshake of which the server believes something else"}
			}
		}
		return nil
	})
