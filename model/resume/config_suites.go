package resume

var _ = config(Config{
	Name:  "suites",
	Shows: "a session keeps its cipher suite while both ends still have it",
	World: "server s0 ems tickets suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA\n" +
		"client c0 ems tickets sni=s0 suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\n",
	Live: 2, Dials: 3, Flights: true,
	Allows: []Allowance{
		{"deploy c0 +suites=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 0},
		{"deploy c0 +suites=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", 0}, {"dial * c0 s0", 0},
	},
	Goals:  []string{"resume-in-other-order"},
	States: 1893, Transitions: 5088, Depth: 17,
})
