package properties

// RFC 7627 5.4: ends that go on without the extended master secret "MUST NOT export any
// key material based on the new master secret", and RFC 9266 4.2 says so of tls-exporter.
// Builds that predate RFC 7627 do not know.
var _ = property(Property{
	Name: "exporter-fenced", Cites: "RFC 7627 5.4, RFC 9266 4.2",
	Occurs: func(r Run) bool {
		return r.anyEvent(func(e Event) bool { return has(&e, "exporter") && !has(&e, "ems") })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			for side, events := range h.sides() {
				node := r.client(h)
				if side == 1 {
					node = r.server(h)
				}
				e := ending(events)
				if e != nil && symbol(e, "exporter") != "" && !has(e, "ems") && !reads(node, "ems-ignorant") {
					return broken(e, "it exports, and does not use the extended master secret")
				}
			}
			return nil
		})
	},
})
