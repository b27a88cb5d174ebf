package resume

// A server that is set up by copying another has its ticket keys, too.
var _ = defect(Defect{
	Name:        "stek-clone-shared",
	Requirement: "RFC5077-5.5-KEYS-SINGLE-PURPOSE",
	Breaks:      "keys-apart",
	Config:      "keys-apart",
	Edit: func(p *Policy) {
		p.NewKey = func(s *State) Value {
			if ring := s.Servers[0].Ring; len(ring) > 0 {
				return ring[0]
			}
			return s.fresh()
		}
	},
})
