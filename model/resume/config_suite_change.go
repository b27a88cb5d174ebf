package resume

const (
	gcm = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
	cbc = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
)

var _ = config(Config{
	Name:  "suite-change",
	Shows: "RFC 5246 7.4.1.2, a session ends where either end has its cipher suite no more",
	World: "server s0 cache\nclient c0 sni=s0\n",
	Live:  2, Flights: true,
	Allows: []Allowance{
		{"deploy c0 +suites=" + cbc, 1}, {"deploy c0 +suites=" + gcm + "," + cbc, 1}, {"deploy s0 +suites=" + cbc, 1},
		{"dial * c0 s0", 3},
	},
	Goals:  []string{"suite-gone", "suite-withheld"},
	States: 11903, Transitions: 26812, Depth: 18,
})
