package resume

var _ = config(Config{
	Name: "deep-ticket-order",
	Shows: "tickets are issued, renewed, rejected and lost in the order of RFC 5077 on connections that negotiate again, " +
		"in every interleaving of their messages",
	World: "server s0 ems tickets vhost=a.example\nclient c0 ems tickets reneg sni=a.example\n",
	Live:  3,
	Allows: []Allowance{
		{"rotate s0", 1}, {"retire s0", 1}, {"restart s0", 1}, {"deploy s0 +renew", 1},
		{"renegotiate *.s", 1}, {"dial * c0 s0", 3},
	},
	Goals: []string{
		"accept-without-renewal", "dial-with-renegotiated-ticket-in-hand", "dial-with-ticket-in-hand", "issue-ticket",
		"reject-and-reissue", "reject-and-reissue-again", "reject-unsealed", "renew-ticket", "renewal-promised-again",
	},
	Deep:   true,
	States: 989933, Transitions: 3384105, Depth: 53,
})
