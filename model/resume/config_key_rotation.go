package resume

// A server keeps the promise of its hints if an old ticket key opens for as long as
// the tickets that it sealed are good.
var (
	_ = config(Config{
		Name:  "key-rotation-overlap",
		Shows: "RFC 5077 5.5, a ticket key that opens for a day behind its last ticket costs no resumption",
		World: "server s0 tickets renew vhost=a.example\nclient c0 tickets sni=a.example\n",
		Live:  2, Flights: true,
		Allows: []Allowance{{"rotate s0; tick 12h; tick 12h; retire s0", 1}, {"dial * c0 s0", 4}},
		Goals:  []string{"old-key-opens", "old-ticket-offered", "parallel-resumption", "reject-old-ticket", "renew-ticket"},
		Claims: []string{"ticket-lasts-its-hint"},
		States: 27690, Transitions: 62915, Depth: 23,
	})
	_ = config(Config{
		Name:  "key-rotation-gap",
		Shows: "RFC 5077 5.5, a ticket key that is destroyed half a day behind its last ticket costs resumptions",
		World: "server s0 tickets renew vhost=a.example\nclient c0 tickets sni=a.example\n",
		Live:  2, Flights: true,
		Allows: []Allowance{{"rotate s0; tick 12h; retire s0", 1}, {"dial * c0 s0", 4}},
		Goals:  []string{"old-key-opens"},
		Claims: []string{"ticket-lasts-its-hint"},
		Breaks: "ticket-lasts-its-hint",
		States: 594, Transitions: 974, Depth: 10,
	})
	_ = config(Config{
		Name:  "key-rotation-weekly",
		Shows: "RFC 9325 3.4, ticket keys are changed every week, and destroyed when their tickets are over",
		World: "server s0 tickets vhost=a.example\nclient c0 tickets sni=a.example\n",
		Live:  2, Flights: true,
		Allows: []Allowance{{"tick 5d; rotate s0; tick 1d; retire s0", 2}, {"dial * c0 s0", 3}},
		Goals:  []string{"key-nearly-due", "old-key-opens"},
		Claims: []string{"key-within-period", "ticket-lasts-its-hint"},
		States: 25283, Transitions: 59479, Depth: 22,
	})
	_ = config(Config{
		Name:  "key-rotation-fleet",
		Shows: "RFC 5077 5.5, a server that seals under a new key before its sibling has it costs resumptions",
		World: "server s0 tickets key=K1 vhost=a.example\nserver s1 tickets key=K1 vhost=a.example\n" +
			"client c0 tickets sni=a.example\n",
		Live: 2, Flights: true,
		Allows: []Allowance{{"rotate s0; share s1 s0", 1}, {"dial * c0 s0", 2}, {"dial * c0 s1", 2}},
		Claims: []string{"ticket-lasts-its-hint"},
		Breaks: "ticket-lasts-its-hint",
		States: 473, Transitions: 854, Depth: 8,
	})
	_ = config(Config{
		Name:  "key-rotation-fleet-none",
		Shows: "RFC 5077 5.5, siblings that seal under one key resume each other's sessions",
		World: "server s0 tickets key=K1 vhost=a.example\nserver s1 tickets key=K1 vhost=a.example\n" +
			"client c0 tickets sni=a.example\n",
		Live: 2, Flights: true,
		Allows: []Allowance{{"dial * c0 s0", 2}, {"dial * c0 s1", 2}},
		Goals:  []string{"parallel-resumption"},
		Claims: []string{"ticket-lasts-its-hint"},
		States: 925, Transitions: 1676, Depth: 18,
	})
)
