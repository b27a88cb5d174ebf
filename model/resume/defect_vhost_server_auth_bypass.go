package resume

// A client takes its session with one virtual host to another of the same address, where it
// is resumed: whoever has the one host stands for the other.
var _ = defect(Defect{
	Name:        "vhost-server-auth-bypass",
	Requirement: "RFC6066-3-CLIENT-SAME-SNI",
	Breaks:      "peer-took-part",
	Config:      "vhost-own-name",
	Excuses:     []string{"offer-under-own-name", "resumed-equals-session"},
	Edit: func(p *Policy) {
		p.Called = func(s *State, at Place, _ Name) Name { return s.world.servers[s.Conns[at.Conn].Server] }
		p.resumeDespite(OtherServerName)
	},
})
