package resume

// TLS list 2021-10-25: "If the client and server both support EMS, the connection
// must negotiate it." So say RFC 7627 5.2 of full and 5.3 of abbreviated handshakes.
var _ = invariant("ems-both",
	"TLS list 2021-10-25, ends that both have the extended master secret negotiate it",
	func(s *State) *Witness {
		for i, c := range s.agreedConns {
			if c.Ends[Client].Own && c.Ends[Server].Own && !c.Ends[Client].Answer.EMS {
				return &Witness{Place{i, Server}, "did not negotiate the extended master secret, which both ends have"}
			}
		}
		return nil
	})
