package resume

var _ = config(Config{
	Name: "renegotiation-certificate-kept",
	Shows: "a server that changes its certificate breaks the connections of clients that negotiate again " +
		"and do not let it",
	World: "server s0 ems vhost=a.example reneg\nclient c0 ems\n",
	Live:  1,
	Allows: []Allowance{
		{"deploy s0 +vhost=b.example", 1}, {"renegotiate *.c", 1}, {"dial * c0 s0", 1},
	},
	Breaks: "rollout-safe",
	States: 50, Transitions: 62, Depth: 16,
})
