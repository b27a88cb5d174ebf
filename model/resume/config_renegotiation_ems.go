package resume

var _ = config(Config{
	Name: "renegotiation-ems",
	Shows: "the extended master secret is rolled out and back under connections that negotiate again, " +
		"and none breaks",
	World: "server s0 ems vhost=a.example reneg\nclient c0 ems reneg sni=a.example\n",
	Live:  1,
	Allows: []Allowance{
		{"deploy c0 -ems", 1}, {"deploy c0 +ems", 1}, {"deploy s0 -ems", 1}, {"deploy s0 +ems", 1},
		{"renegotiate *.s", 1}, {"dial * c0 s0", 1},
	},
	Goals:  []string{"ems-gained-again", "ems-lost-again", "renegotiate-without-ems"},
	States: 858, Transitions: 1853, Depth: 27,
})
