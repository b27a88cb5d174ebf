package resume

// RFC 5077 4: the state in a ticket has the client's identity. Whoever offers a session
// is taken for who made it, as were the users of one curl handle with another certificate
// (CVE-2016-5420): so a client offers its own alone.
var _ = invariant("client-is-itself",
	"RFC 5077 4, the client that a server reports has the certificate of the one at the other end, resumed or not",
	func(s *State) *Witness {
		for i, c := range s.agreedConns {
			e := &c.Ends[Client]
			if peer := c.Ends[Server].Belief.Peer; peer != 0 && e.Life != Over && peer != e.Identity {
				return &Witness{Place{i, Server}, "takes a client for one that has another certificate"}
			}
		}
		return nil
	})
