package resume

var _ = config(Config{
	Name: "renegotiation-legacy",
	Shows: "what predates RFC 5746 negotiates again with its like only, " +
		"and what knows it refuses and goes on, though the other has learnt it meanwhile",
	World: "server s0 ems vhost=a.example reneg\nserver s1 ems vhost=a.example reneg policy=legacy-reneg\n" +
		"client c0 ems reneg sni=a.example policy=legacy-reneg\n",
	Live: 1,
	Allows: []Allowance{
		{"deploy c0 -policy", 1}, {"renegotiate *.c", 1}, {"renegotiate *.s", 2}, {"dial * c0 s0", 1}, {"dial * c0 s1", 1},
	},
	Goals:  []string{"legacy-client-refused", "renegotiate-unbound"},
	States: 449, Transitions: 633, Depth: 45,
})
