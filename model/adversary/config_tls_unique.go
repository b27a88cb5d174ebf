package adversary

var (
	_ = config(Config{
		Name:   "tls-unique-ems",
		Shows:  "with EMS no two connections have the same tls-unique, resumed or not",
		world:  modern,
		States: 128479, Transitions: 177744, Depth: 20,
	})
	_ = config(Config{
		Name:   "tls-unique-no-ems",
		Shows:  "without EMS two connections have the same tls-unique after a resumption",
		Breaks: "tls-unique-apart",
		world:  legacy,
		States: 36964, Transitions: 40743, Depth: 11,
	})
)
