package resume

// The client binds its second hello to nothing that was, and the server sees no more
// than that it is bound.
var _ = defect(Defect{
	Name:        "reneg-srv-value-unchecked",
	Requirement: "RFC5746-3.7-VALUE-CHECKED",
	Breaks:      "ri-chain",
	Config:      "renegotiation",
	Edit: func(p *Policy) {
		p.Signal = func(s *State, at Place) (Info, Verify) {
			info, _ := s.signal(at)
			return info, Verify{}
		}
		p.overlook("server-unequal")
	},
})
