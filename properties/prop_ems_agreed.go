package properties

import "fmt"

// RFC 7627 5.2: a server that has the extension and "receives the extended_master_secret
// extension" MUST include it in its ServerHello, and a session uses it "if both the
// ClientHello and the ServerHello" have it (5.1).
var _ = property(Property{
	Name: "ems-agreed", Cites: "RFC 7627 5.1 and 5.2",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return has(h.answer(), "ems") }) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			hello, answer := h.hello(), h.answer()
			if hello == nil || answer == nil || !answer.Calm || h.abbreviates() && reads(r.server(h), "resumed-extensions-none") {
				return nil
			}
			if has(answer, "ems") != (has(hello, "ems") && extends(r.server(h))) {
				return broken(answer, "the server does otherwise than it is built")
			}
			for _, events := range h.sides() {
				if e := ending(events); e != nil && e.What == "full" && has(e, "ems") != has(answer, "ems") {
					return broken(e, fmt.Sprintf("the hellos agreed otherwise, %s", answer))
				}
			}
			return nil
		})
	},
})
