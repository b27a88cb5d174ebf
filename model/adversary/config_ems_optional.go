package adversary

var _ = config(Config{
	Name: "ems-optional",
	Shows: "ends that have EMS and go on without it, so that there are sessions of both kinds, keep to RFC 7627 5.3 " +
		"and 5.4, and no two connections are taken for one (RSA)",
	world:  modern.with(certChange, rsaAlone, func(w *world) { w.EMS = [2]extension{offered, offered} }),
	States: 514028, Transitions: 785398, Depth: 21,
})

func rsaAlone(w *world) { w.Kex = []kex{rsa} }
