package resume

var _ = config(Config{
	Name:  "ticket-age",
	Shows: "tickets end with the day of their session, renewed or not, and with the server's wish to have any",
	World: "server s0 ems tickets renew vhost=a.example\nclient c0 ems tickets sni=a.example\n",
	Live:  2,
	Allows: []Allowance{
		{"tick 12h", 2}, {"deploy s0 -tickets", 1}, {"dial * c0 s0", 3},
	},
	Goals:  []string{"issue-nothing", "reject-old-ticket", "renew-ticket"},
	States: 90859, Transitions: 202455, Depth: 38,
})
