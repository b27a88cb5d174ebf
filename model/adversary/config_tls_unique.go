package adversary

var (
	_ = config(Config{
		Name:   "tls-unique-ems",
		Shows:  "with EMS no two connections have the same tls-unique, resumed or not",
		world:  modern,
		States: 128951, Transitions: 178079, Depth: 20,
	})
	_ = config(Config{
		Name:   "tls-unique-no-ems",
		Shows:  "without EMS two connections have the same tls-unique after a resumption",
		Breaks: "tls-unique-apart",
		world:  legacy,
		States: 39131, Transitions: 43237, Depth: 11,
	})
)
