package adversary

var (
	_ = config(Config{
		Name:   "exporter-ems",
		Shows:  "with EMS no two connections export the same",
		world:  modern,
		States: 128951, Transitions: 178079, Depth: 20,
	})
	_ = config(Config{
		Name:   "exporter-no-ems",
		Shows:  "without EMS two connections export the same after one handshake each",
		Breaks: "exporter-apart",
		world:  legacy,
		States: 3242, Transitions: 3682, Depth: 6,
	})
)
