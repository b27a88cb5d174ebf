package resume

var _ = config(Config{
	Name: "deep-fleet",
	Shows: "the extended master secret is rolled out and back on three servers that share keys and sessions, " +
		"and at the client, in any order and amid connections, and none breaks",
	World: "server s0 tickets cache key=K1 store=D1 vhost=a.example\n" +
		"server s1 tickets cache key=K1 store=D1 vhost=a.example\n" +
		"server s2 cache store=D1 vhost=a.example\n" +
		"client c0 tickets marker sni=a.example\n",
	Live: 2, Dials: 4, Flights: true,
	Allows: []Allowance{
		{"deploy s0 +ems", 1}, {"deploy s0 -ems", 1}, {"deploy s1 +ems", 1}, {"deploy s2 +ems", 1},
		{"deploy c0 +ems", 1}, {"deploy c0 -ems", 1},
		{"dial * c0 s0", 0}, {"dial * c0 s1", 0}, {"dial * c0 s2", 0},
	},
	Goals: []string{
		"ems-after-legacy", "ems-session-ignored", "issue-ticket", "legacy-after-ems", "resume-by-id", "resume-ems", "resume-legacy",
	},
	Deep:   true,
	States: 1902985, Transitions: 6872320, Depth: 26,
})
