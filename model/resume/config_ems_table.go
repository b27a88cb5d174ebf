package resume

var _ = config(Config{
	Name: "ems-table",
	Shows: "every case of RFC 7627 5.2 and 5.3, at both ends, and what the named policies make of it; " +
		"that honest ends abort in some of them is the subject",
	World: "server s0 ems tickets renew key=K1 vhost=a.example policy=ems-mixed-may\n" +
		"server s1 ems tickets key=K1 vhost=a.example\n" +
		"server s2 tickets key=K1 vhost=a.example\n" +
		"server s3 tickets key=K1 vhost=a.example policy=ems-mixed-may\n" +
		"server s4 tickets key=K1 vhost=a.example policy=ems-ignorant\n" +
		"server s5 ems tickets key=K1 vhost=a.example policy=ems-require\n" +
		"server s6 tickets key=K1 vhost=a.example policy=ems-require\n" +
		"server s7 ems tickets key=K1 vhost=a.example policy=ems-neither-abort\n" +
		"client c0 ems tickets sni=a.example policy=ems-offer-legacy\n" +
		"client c1 ems tickets sni=a.example policy=ems-mixed-may\n" +
		"client c2 ems tickets sni=a.example policy=ems-require\n" +
		"client c3 tickets sni=a.example policy=ems-neither-abort\n",
	Live: 1, Dials: 3, Flights: true,
	Allows: append([]Allowance{
		{"deploy c0 -ems +policy=ems-ignorant", 1}, {"deploy c0 +ems +policy=ems-offer-legacy", 1},
	}, dials("c0 c1 c2 c3", "s0 s1 s2 s3 s4 s5 s6 s7")...),
	Without: []string{"rollout-safe"},
	Goals:   append(emsCellNames(), "ems-unseen-by-client", "ems-unseen-by-server"),
	States:  15161, Transitions: 51909, Depth: 17,
})
