package resume

// TLS list 2021-10-25: "In order for EMS to be safely deployable, it must be
// possible to roll EMS out gradually, or roll it back, without breaking
// connections." More than that: honest ends never abort, unless a policy of theirs
// demands what the peer does not have. RFC 5077 3.2: a ticket that does not verify is
// no failure, nor is a session ID that is not found (RFC 5246 7.3).
var _ = invariant("rollout-safe",
	"honest ends do not abort: EMS can be rolled out and back (TLS list 2021-10-25), and what cannot be resumed leads to a full handshake (RFC 5077 3.2, RFC 5246 7.3)",
	func(s *State) *Witness {
		for i := range s.Conns {
			c := &s.Conns[i]
			for side := Client; side <= Server && !c.Buried && !c.Deviated; side++ {
				x := &c.Ends[side].Seen
				if alert := x.Aborted; alert != NoAlert && !x.Demanded {
					return &Witness{Place{i, side}, "aborted with " + alert.String() + " between honest ends"}
				}
			}
		}
		return nil
	})
