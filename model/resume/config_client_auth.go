package resume

var (
	_ = config(Config{
		Name: "client-auth",
		Shows: "what a server wants of its clients changes, " +
			"and sessions carry no client further than its proof does",
		World: "server s0 ems tickets cache vhost=a.example\n" +
			"client c0 ems tickets identity=alice\nclient c1 ems\n",
		Live: 1, Dials: 3, Flights: true,
		Allows: []Allowance{
			{"deploy s0 +auth=request", 0}, {"deploy s0 +auth=require", 0}, {"deploy s0 -auth", 0},
			{"omit *.c CertificateVerify", 1},
			{"dial * c0 s0", 0}, {"dial * c1 s0", 0},
		},
		Goals: []string{
			"client-authenticated", "client-refused", "client-without-certificate", "demand-grew",
			"identity-resumed", "proof-missing",
		},
		States: 4278, Transitions: 13026, Depth: 19,
	})
	_ = config(Config{
		Name: "client-auth-fleet",
		Shows: "two siblings share ticket keys and a store, and one of them requires a certificate; " +
			"a client that comes with a session of before the extended master secret is nobody until it proves more",
		World: "server s0 ems tickets cache key=K1 store=S1 vhost=a.example\n" +
			"server s1 ems tickets cache key=K1 store=S1 vhost=a.example auth=require\n" +
			"client c0 tickets sni=a.example identity=alice policy=ems-offer-legacy\n" +
			"client c1 ems sni=a.example\n",
		Live: 1, Dials: 3, Flights: true,
		Allows: append([]Allowance{{"deploy c0 +ems", 1}, {"deploy c0 -identity", 1}}, dials("c0 c1", "s0 s1")...),
		Goals:  []string{"client-authenticated", "client-refused", "demand-grew", "ems-hello-legacy-session", "identity-resumed", "unready-client"},
		States: 1697, Transitions: 3229, Depth: 17,
	})
	_ = config(Config{
		Name:  "client-auth-apart",
		Shows: "RFC 5077 4, two clients have certificates and sessions of their own, and each is taken for itself",
		World: "server s0 ems tickets vhost=a.example auth=request\n" +
			"client c0 ems tickets sni=a.example identity=alice\nclient c1 ems tickets sni=a.example identity=bob\n",
		Live: 1, Flights: true,
		Allows: []Allowance{{"dial * c0 s0", 2}, {"dial * c1 s0", 2}},
		Goals:  []string{"client-authenticated", "identity-resumed"},
		States: 55, Transitions: 58, Depth: 18,
	})
)
