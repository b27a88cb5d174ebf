package resume

// TLS list 2021-10-25: "In order for EMS to be safely deployable, it must be
// possible to roll EMS out gradually, or roll it back, without breaking
// connections." More than that: honest ends never abort, unless a policy of theirs
// demands what the peer does not have.
var _ = invariant("rollout-safe",
	"TLS list 2021-10-25, EMS can be rolled out and back without breaking a connection: honest ends do not abort",
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
