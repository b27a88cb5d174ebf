package resume

var _ = config(Config{
	Name:  "keys-apart",
	Shows: "RFC 5077 5.5, a ticket of a server is nothing to another whose keys it made for itself",
	World: "server s0 tickets vhost=a.example\nserver s1 tickets vhost=a.example\nclient c0 tickets sni=a.example\n",
	Live:  2, Flights: true,
	Allows: []Allowance{{"restart s0", 1}, {"dial * c0 s0", 1}, {"dial * c0 s1", 1}},
	Goals:  []string{"reject-unsealed"},
	States: 240, Transitions: 382, Depth: 11,
})
