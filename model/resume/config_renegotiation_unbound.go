package resume

var _ = config(Config{
	Name:  "renegotiation-unbound",
	Shows: "a hello that is not bound to the handshake before it renegotiates nothing, resumed or not",
	World: "server s0 ems tickets vhost=a.example reneg\nclient c0 ems tickets ri sni=a.example\n",
	Live:  2,
	Allows: []Allowance{
		{"renegotiate *.c", 1}, {"say *.c ClientHello", 1}, {"dial * c0 s0", 2},
	},
	Goals:  []string{"renegotiate-behind-resumption", "unbound-hello-rejected"},
	States: 4070, Transitions: 8920, Depth: 39,
})
