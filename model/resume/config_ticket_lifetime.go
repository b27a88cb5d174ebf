package resume

// RFC 5077 3.3 and 5.6: the hint binds neither end.
var (
	_ = config(Config{
		Name:  "ticket-lifetime-short",
		Shows: "RFC 5077 3.3, a server honours its tickets for less than their hints say: the claim of key-rotation-overlap is not its own",
		World: "server s0 tickets renew policy=ticket-lifetime-12h\nclient c0 tickets sni=s0\n",
		Live:  2, Flights: true,
		Allows: []Allowance{{"tick 12h", 2}, {"dial * c0 s0", 4}},
		Goals:  []string{"reject-within-hint", "renew-ticket"},
		States: 8749, Transitions: 17119, Depth: 21,
	})
	_ = config(Config{
		Name:  "ticket-lifetime-long",
		Shows: "RFC 5077 5.6, tickets without a hint are kept for the client's own time, and a server honours them for longer than a day",
		World: "server s0 tickets renew policy=hint-unspecified,ticket-lifetime-2d\nclient c0 tickets sni=s0\n",
		Live:  2, Flights: true,
		Allows: []Allowance{{"tick 12h", 4}, {"dial * c0 s0", 4}},
		Goals:  []string{"reject-old-ticket", "resume-past-a-day"},
		States: 28126, Transitions: 59872, Depth: 22,
	})
)
