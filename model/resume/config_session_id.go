package resume

var _ = config(Config{
	Name:  "session-id",
	Shows: "session IDs are resumed while the cache has them, for a day, and under the same name",
	World: "server s0 ems cache\nclient c0 ems sni=s0\n",
	Live:  2,
	Allows: []Allowance{
		{"evict s0", 1}, {"restart s0", 1}, {"deploy c0 -sni", 1}, {"tick 1d", 1}, {"dial * c0 s0", 3},
	},
	Goals:  []string{"forgotten-id", "no-server-name", "other-server-name", "reject-old-id", "resume-by-id"},
	States: 163998, Transitions: 428892, Depth: 37,
})
