package adversary

var (
	_ = config(Config{
		Name:   "tls-unique-ems",
		Shows:  "with EMS no two connections have the same tls-unique, resumed or not",
		world:  modern,
		States: 126284, Transitions: 174661, Depth: 20,
	})
	_ = config(Config{
		Name:   "tls-unique-no-ems",
		Shows:  "without EMS two connections have the same tls-unique after a resumption",
		Breaks: "tls-unique-apart",
		world:  legacy,
		States: 34813, Transitions: 38039, Depth: 11,
	})
)
