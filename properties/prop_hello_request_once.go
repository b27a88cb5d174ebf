package properties

import "tlsresume/traces"

// RFC 5246 7.4.1.1: "servers SHOULD NOT repeat the request until the subsequent
// handshake negotiation is complete".
var _ = property(Property{
	Name: "hello-request-once", Cites: "RFC 5246 7.4.1.1",
	Occurs: func(r Run) bool { return r.anyEvent(asks) },
	Broken: func(r Run) *Violation {
		return r.firstEnd(func(_ Conn, events []Event) *Violation {
			open := false
			for i := range events {
				switch e := &events[i]; {
				case asks(*e) && e.Honest && open:
					return broken(e, "the one before it has no answer")
				case asks(*e):
					open = true
				case e.Mark == traces.Accepted && (e.What == "ClientHello" || fact(e, "alert") == "no_renegotiation"):
					open = false
				}
			}
			return nil
		})
	},
})

// asks reports whether a server asks for another handshake.
func asks(e Event) bool { return e.Mark == traces.Sent && e.What == "HelloRequest" }
