package resume

// The client remembers sessions by the server that it reaches, and offers them there
// whatever name it asks for.
var _ = defect(Defect{
	Name:        "session-offered-by-address",
	Requirement: "RFC6066-3-CLIENT-SAME-SNI",
	Breaks:      "offer-under-own-name",
	Config:      "vhost-own-name",
	Edit: func(p *Policy) {
		p.Called = func(s *State, at Place, _ Name) Name { return s.world.servers[s.Conns[at.Conn].Server] }
	},
})
