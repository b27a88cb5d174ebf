package resume

var (
	_ = config(Config{
		Name:  "resumed-extensions-none",
		Shows: "RFC 4366 3 to the letter, a resumed ServerHello has no extension: a client with the extended master secret gives up",
		World: "server s0 ems tickets renew policy=resumed-extensions-none\nclient c0 ems tickets sni=s0\n",
		Live:  1, Dials: 2, Flights: true,
		Allows: []Allowance{{"dial * c0 s0", 0}},
		Goals:  []string{"issue-ticket"},
		Breaks: "resumed-equals-session",
		States: 8, Transitions: 7, Depth: 7,
	})
	_ = config(Config{
		Name:  "resumed-extensions-none-legacy",
		Shows: "to a client that has neither the extended master secret nor a wish for tickets the letter of RFC 4366 3 is the same",
		World: "server s0 tickets renew cache policy=resumed-extensions-none\nclient c0 sni=s0\nclient c1 tickets sni=s0\n",
		Live:  1, Dials: 3, Flights: true,
		Allows: dials("c0 c1", "s0"),
		Goals:  []string{"resume-by-id", "resume-legacy"},
		States: 55, Transitions: 56, Depth: 14,
	})
)
