package resume

var _ = config(Config{
	Name: "ticket-order",
	Shows: "tickets are issued, renewed, rejected and lost in the order of RFC 5077, " +
		"however connections and the operator interleave",
	World: "server s0 ems tickets vhost=a.example\nclient c0 ems tickets sni=a.example\n",
	Live:  3,
	Allows: []Allowance{
		{"rotate s0", 1}, {"retire s0", 1}, {"restart s0", 1}, {"deploy s0 +renew", 1}, {"dial * c0 s0", 3},
	},
	Goals: []string{
		"accept-without-renewal", "dial-with-ticket-in-hand", "issue-ticket",
		"reject-and-reissue", "reject-unsealed", "renew-ticket", "resume-ems",
	},
	States: 85542, Transitions: 299082, Depth: 40,
})
