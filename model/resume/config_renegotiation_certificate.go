package resume

var _ = config(Config{
	Name:  "renegotiation-certificate",
	Shows: "a client that lets the server's certificate change sees another in a renegotiation",
	World: "server s0 ems vhost=a.example reneg\nclient c0 ems policy=cert-change\n",
	Live:  1,
	Allows: []Allowance{
		{"deploy s0 +vhost=b.example", 1}, {"renegotiate *.c", 1}, {"dial * c0 s0", 1},
	},
	Goals:  []string{"certificate-changes"},
	States: 77, Transitions: 96, Depth: 23,
})
