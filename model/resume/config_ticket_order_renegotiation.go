package resume

var _ = config(Config{
	Name: "ticket-order-renegotiation",
	Shows: "tickets are issued, renewed and rejected in the order of RFC 5077 when a connection negotiates again, " +
		"amid another connection",
	World: "server s0 ems tickets vhost=a.example\nclient c0 ems tickets reneg sni=a.example\n",
	Live:  2,
	Allows: []Allowance{
		{"rotate s0", 1}, {"retire s0", 1}, {"deploy s0 +renew", 1}, {"renegotiate *.s", 1}, {"dial * c0 s0", 2},
	},
	Goals:  []string{"dial-with-renegotiated-ticket-in-hand", "reject-and-reissue-again", "renewal-promised-again"},
	States: 11030, Transitions: 29169, Depth: 40,
})
