package resume

// The second hello of a client has the random of its first.
var _ = defect(Defect{
	Name:        "reneg-reuses-randoms",
	Requirement: "RFC5246-F.1.4-FRESH-RANDOMS",
	Breaks:      "binding-apart",
	Config:      "renegotiation",
	Edit: func(p *Policy) {
		p.Random = func(s *State, at Place) Value {
			if e := s.end(at); e.Again && at.Side == Client {
				return e.WriteKeys.Randoms[Client]
			}
			return s.fresh()
		}
	},
})
