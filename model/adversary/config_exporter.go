package adversary

var (
	_ = config(Config{
		Name:   "exporter-ems",
		Shows:  "with EMS no two connections export the same",
		world:  modern,
		States: 126284, Transitions: 174661, Depth: 20,
	})
	_ = config(Config{
		Name:   "exporter-no-ems",
		Shows:  "without EMS two connections export the same after one handshake each",
		Breaks: "exporter-apart",
		world:  legacy,
		States: 2895, Transitions: 3360, Depth: 6,
	})
)
