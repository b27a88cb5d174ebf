package resume

// RFC 5246 F.1.1: a client that names its peer has it at the other end. An
// abbreviated handshake has no certificate: who holds the session must be who made
// it. A server that lets sessions cross virtual hosts (names-rfc4366) gives that up.
var _ = invariant("peer-took-part",
	"RFC 5246 F.1.1, the name that a client has proved is that of the host at the other end, resumed or not",
	func(s *State) *Witness {
		for i, c := range s.agreedConns {
			host := &c.Ends[Server].Host
			if !s.world.same(c.Ends[Client].Belief.Peer, host.Name) && !c.Ends[Server].Readings.has(NamesRFC4366) {
				return &Witness{Place{i, Client}, "holds another host for its peer than the one that it reached"}
			}
		}
		return nil
	})
