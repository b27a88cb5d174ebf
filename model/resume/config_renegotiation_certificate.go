package resume

var _ = config(Config{
	Name:  "renegotiation-certificate",
	Shows: "a client that lets the server's certificate change sees another in a renegotiation, and resumes under that one",
	World: "server s0 ems vhost=a.example reneg\nclient c0 ems policy=cert-change\n",
	Live:  2,
	Allows: []Allowance{
		{"deploy s0 +vhost=b.example +cache", 1}, {"renegotiate *.c", 1}, {"dial * c0 s0", 2},
	},
	Goals:  []string{"certificate-changes", "resume-by-id"},
	States: 2270, Transitions: 4488, Depth: 34,
})
