package adversary

var _ = config(Config{
	Name: "ems-legacy-server",
	Shows: "a client that has EMS and goes on without it, at a server that predates it, keeps to RFC 7627 5.4: " +
		"no exporter without EMS, and of a resumed session neither tls-unique nor renegotiation",
	world:  legacy.with(certChange, func(w *world) { w.EMS[client] = offered }),
	States: 767494, Transitions: 1129402, Depth: 21,
})
