package resume

var _ = config(Config{
	Name: "ems-deploy",
	Shows: "the extended master secret is rolled out and back at both ends, " +
		"with tickets and with a cache, and no connection breaks",
	World: "server s0 tickets cache\nclient c0 tickets marker sni=s0\n",
	Live:  2, Flights: true,
	Allows: []Allowance{
		{"deploy s0 +ems", 1}, {"deploy s0 -ems", 1}, {"deploy c0 +ems", 1}, {"deploy c0 -ems", 1},
		{"deploy s0 -tickets", 1}, {"dial * c0 s0", 3},
	},
	Goals: []string{
		"ems-after-legacy", "ems-session-ignored", "issue-ticket", "legacy-after-ems",
		"resume-beside-id", "resume-by-id", "resume-ems", "resume-legacy",
	},
	States: 49218, Transitions: 130117, Depth: 20,
})
