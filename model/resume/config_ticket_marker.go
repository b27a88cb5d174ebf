package resume

var _ = config(Config{
	Name: "ticket-marker",
	Shows: "RFC 5077 3.4, a ticket is accepted or not whether its client sends a session ID beside it " +
		"or waits for the next message, and a server without tickets takes none",
	World: "server s0 tickets cache\nclient c0 tickets marker sni=s0\nclient c1 tickets sni=s0\n",
	Live:  2, Flights: true,
	Allows: []Allowance{
		{"rotate s0; retire s0", 1}, {"deploy s0 -tickets", 1}, {"dial * c0 s0", 2}, {"dial * c1 s0", 2},
	},
	Goals: []string{
		"reject-unsealed", "resume-beside-id", "ticket-ignored", "undecided-full", "undecided-resumed",
	},
	States: 41275, Transitions: 99880, Depth: 23,
})
