package adversary

var (
	_ = config(Config{
		Name:   "triple-handshake-ems",
		Shows:  "with EMS a client is authenticated only at the server that it means to talk to",
		world:  modern.with(certChange),
		States: 128951, Transitions: 178079, Depth: 20,
	})
	_ = config(Config{
		Name: "triple-handshake-no-ems",
		Shows: "without EMS a client that lets the server's certificate change on renegotiation " +
			"is authenticated at a server that it never meant to talk to",
		Breaks: "client-means-server",
		world:  legacy.with(certChange),
		States: 184791, Transitions: 228807, Depth: 16,
	})
	_ = config(Config{
		Name:   "triple-handshake-same-certificate",
		Shows:  "without EMS, a client that lets no certificate change is authenticated at no other server",
		Holds:  []string{"client-means-server", "handshakes-bound", "keys-secret", "peer-agrees"},
		world:  legacy,
		States: 222199, Transitions: 314814, Depth: 21,
	})
)
