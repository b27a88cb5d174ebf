package resume

var _ = config(Config{
	Name: "session-lookup",
	Shows: "session IDs are found for clients that are ready for tickets and for clients that are not, " +
		"unless they were evicted, and however their connections ended",
	World: "server s0 cache\nclient c0 tickets sni=s0\nclient c1 sni=s0\n",
	Live:  3, Flights: true,
	Allows: []Allowance{{"evict s0", 1}, {"cut *", 1}, {"dial * c0 s0", 3}, {"dial * c1 s0", 1}},
	Goals: []string{
		"cut-leaves-session", "evicted-while-resuming", "forgotten-id", "resume-by-id", "resume-one-of-two",
	},
	States: 58182, Transitions: 138123, Depth: 22,
})
