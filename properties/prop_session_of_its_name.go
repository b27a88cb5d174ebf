package properties

import "fmt"

// RFC 5077 3.1: the ticket holds the session of the handshake that brought it; and RFC
// 5246 7.4.1.2: a session ID names the session of the handshake that gave it.
var _ = property(Property{
	Name: "session-of-its-name", Cites: "RFC 5077 3.1, RFC 5246 7.4.1.2",
	Occurs: func(r Run) bool { return r.any(Handshake.abbreviates) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			for _, events := range h.sides() {
				e := resumed(events)
				if e == nil || h.hello() == nil || h.answer() == nil {
					continue
				}
				from := r.named(h.hello())
				if from == nil {
					return broken(e, "what the ClientHello offers comes from no server")
				}
				if master := from.master(); master != "" && master != fact(e, "ms") {
					return broken(e, fmt.Sprintf("what the ClientHello offers is of the session %s", master))
				}
			}
			return nil
		})
	},
})
