package resume

// The client binds its first hello, to nothing, and the server does not mind.
var _ = defect(Defect{
	Name:        "reneg-initial-nonempty-accepted",
	Requirement: "RFC5746-3.6-EXT-CHECKED",
	Breaks:      "ri-chain",
	Config:      "renegotiation-unbound",
	Edit: func(p *Policy) {
		p.Signal = func(s *State, at Place) (Info, Verify) { return BoundInfo, s.end(at).Saved[Client] }
		p.overlook("server-nonempty")
	},
})
