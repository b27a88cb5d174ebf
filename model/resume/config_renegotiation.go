package resume

var _ = config(Config{
	Name: "renegotiation",
	Shows: "either end begins another handshake on a connection, full or abbreviated, " +
		"amid data and a close, and each is bound to the one before",
	World: "server s0 ems tickets vhost=a.example reneg\nclient c0 ems tickets reneg sni=a.example\n",
	Live:  1,
	Allows: []Allowance{
		{"renegotiate *.s", 1}, {"renegotiate *.c", 1}, {"send *.s text", 1}, {"send *.c text", 1}, {"close *.c", 1},
		{"rotate s0; retire s0", 1}, {"dial * c0 s0", 1},
	},
	Goals: []string{
		"data-amid-renegotiation", "hello-request-ignored", "renegotiate-abbreviated", "renegotiate-full",
	},
	States: 12083, Transitions: 24037, Depth: 41,
})
