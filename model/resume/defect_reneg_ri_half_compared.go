package resume

// The client compares its own half of the ServerHello's renegotiation_info, and the
// server sends no other.
var _ = defect(Defect{
	Name:        "reneg-ri-half-compared",
	Requirement: "RFC5746-3.5-SH-BOTH-HALVES",
	Breaks:      "ri-chain",
	Config:      "renegotiation",
	Edit: func(p *Policy) {
		p.Reply = func(s *State, at Place) (Info, [2]Verify) {
			info, bound := s.reply(at)
			return info, [2]Verify{Client: bound[Client]}
		}
		p.overlook("client-unequal")
	},
})
