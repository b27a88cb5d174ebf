package resume

var _ = config(Config{
	Name: "renegotiation-refused",
	Shows: "no connection is done again that resumed a session without the extended master secret, " +
		"nor one whose end does not want it, and it goes on",
	World: "server s0 tickets reneg\nserver s1 tickets\nclient c0 tickets reneg\n",
	Live:  2,
	Allows: []Allowance{
		{"renegotiate *.c", 1}, {"renegotiate *.s", 1}, {"deploy c0 -reneg", 1}, {"dial * c0 s1", 1}, {"dial * c0 s0", 2},
	},
	Goals:  []string{"legacy-resumption-stays", "refused-by-client", "refused-by-server"},
	States: 8889, Transitions: 21620, Depth: 40,
})
