package resume

// Two siblings share ticket keys and a session store. Each is upgraded from a
// build that predates RFC 7627 to one that has the extension, and rolled back,
// in any order and as often as one likes (TLS list 2021-10-25).
const (
	siblings = "server s0 tickets renew cache key=K1 store=S1 vhost=a.example policy=ems-ignorant\n" +
		"server s1 tickets cache key=K1 store=S1 vhost=a.example policy=ems-ignorant\n" +
		"client c0 ems tickets sni=a.example\n" +
		"client c1 ems sni=a.example\n"
	rollback = " -ems +policy=ems-ignorant"
)

// upgrades are the rollouts and the rollbacks of both siblings.
func upgrades(rollout string) []Allowance {
	var all []Allowance
	for _, s := range []string{"s0", "s1"} {
		all = append(all, Allowance{"deploy " + s + rollout, 0}, Allowance{"deploy " + s + rollback, 0})
	}
	return append(all, dials("c0 c1", "s0 s1")...)
}

var (
	_ = config(Config{
		Name: "mixed-fleet-naive",
		Shows: "a server that predates RFC 7627 resumes what its sibling with the extension has issued, " +
			"and honest connections break",
		World: siblings, Live: 1, Dials: 4, Flights: true,
		Allows: upgrades(" +ems -policy"),
		Goals:  []string{"ems-unseen-by-server"},
		Breaks: "rollout-safe",
		States: 388, Transitions: 1008, Depth: 9,
	})
	_ = config(Config{
		Name:  "mixed-fleet-format-fence",
		Shows: "the extended master secret is rolled out and back on a fleet if older builds cannot read its sessions",
		World: siblings, Live: 1, Dials: 4, Flights: true,
		Allows: upgrades(" +ems +policy=fence-format"),
		Goals:  []string{"fenced-id", "fenced-ticket", "resume-by-id", "resume-ems"},
		States: 5144, Transitions: 16504, Depth: 23,
	})
	_ = config(Config{
		Name:  "mixed-fleet-key-fence",
		Shows: "the extended master secret is rolled out and back on a fleet if older builds have no key to its sessions",
		World: siblings, Live: 1, Dials: 4, Flights: true,
		Allows: upgrades(" +ems +policy=fence-key"),
		Goals:  []string{"fenced-id", "fenced-ticket", "resume-by-id", "resume-ems"},
		States: 5144, Transitions: 16504, Depth: 23,
	})
	_ = config(Config{
		Name: "mixed-fleet-client-rollback",
		Shows: "a client that serializes its sessions is rolled back to a build that predates RFC 7627, " +
			"offers what its newer build stored, and the connection breaks",
		World: "server s0 ems tickets\nclient c0 ems tickets sni=s0\n", Live: 2, Dials: 3, Flights: true,
		Allows: []Allowance{{"deploy c0 -ems +policy=ems-ignorant", 0}, {"deploy c0 +ems -policy", 0}, {"dial * c0 s0", 0}},
		Goals:  []string{"ems-unseen-by-client"},
		Breaks: "rollout-safe",
		States: 211, Transitions: 402, Depth: 8,
	})
	_ = config(Config{
		Name:  "mixed-fleet-client-rollback-fenced",
		Shows: "a client is rolled back and forth if its older build cannot read what the newer stored",
		World: "server s0 ems tickets\nclient c0 ems tickets sni=s0 policy=fence-format\n", Live: 2, Dials: 3, Flights: true,
		Allows: []Allowance{
			{"deploy c0 -ems +policy=ems-ignorant", 0}, {"deploy c0 +ems +policy=fence-format", 0}, {"dial * c0 s0", 0},
		},
		Goals:  []string{"fenced-from-client", "resume-ems", "resume-legacy"},
		States: 1554, Transitions: 4012, Depth: 18,
	})
)
