package resume

var _ = config(Config{
	Name: "ticket-zero-length",
	Shows: "a server that changes its mind behind its promise sends an empty ticket, which the client does not keep, " +
		"and loses none by it",
	World: "server s0 ems tickets renew vhost=a.example reneg\nclient c0 ems tickets sni=a.example\n",
	Live:  2,
	Allows: []Allowance{
		{"deploy s0 +policy=issue-empty", 1}, {"deploy s0 -policy", 1}, {"rotate s0; retire s0", 1},
		{"renegotiate *.c", 1}, {"dial * c0 s0", 2},
	},
	Goals:  []string{"empty-renewal", "empty-renewal-again", "empty-ticket", "empty-ticket-again", "resume-behind-empty-renewal"},
	States: 35194, Transitions: 97911, Depth: 40,
})
