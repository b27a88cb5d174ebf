package resume

var _ = config(Config{
	Name: "ticket-promise",
	Shows: "NewSessionTicket comes if and only if the ServerHello promised it, in full and in abbreviated handshakes, " +
		"the first of a connection and the next",
	World: "server s0 ems tickets vhost=a.example reneg\nclient c0 ems tickets marker reneg sni=a.example\n",
	Live:  1,
	Allows: []Allowance{
		{"deploy s0 -tickets", 1}, {"deploy s0 +renew", 1}, {"rotate s0; retire s0", 1},
		{"renegotiate *.s", 1}, {"renegotiate *.c", 1}, {"dial * c0 s0", 2},
	},
	Goals:  []string{"promise-kept-again", "promise-not-made-again", "renewal-promised-again"},
	States: 3218, Transitions: 7295, Depth: 40,
})
