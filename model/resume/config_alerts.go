package resume

var _ = config(Config{
	Name:  "alerts",
	Shows: "a fatal alert takes the session along, and close_notify does not",
	World: "server s0 ems cache\nclient c0 ems sni=s0\n",
	Live:  2,
	Allows: []Allowance{
		{"say *.c ClientKeyExchange", 1}, {"close *.c", 1}, {"close *.s", 1}, {"dial * c0 s0", 2},
	},
	Goals:  []string{"close", "forgotten-id", "offer-after-fatal", "resume-by-id"},
	States: 26468, Transitions: 73241, Depth: 30,
})
