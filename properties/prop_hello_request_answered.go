package properties

import "tlsresume/traces"

// RFC 5246 7.4.1.1: HelloRequest "will be ignored by the client if the client is
// currently negotiating a session". Else it answers by a ClientHello, or says by
// no_renegotiation that it does not want to (RFC 5746 4.2).
var _ = property(Property{
	Name: "hello-request-answered", Cites: "RFC 5246 7.4.1.1, RFC 5746 4.2",
	Occurs: func(r Run) bool { return r.anyEvent(requested) },
	Broken: func(r Run) *Violation {
		return r.firstEnd(func(_ Conn, events []Event) *Violation {
			idle, closed := false, false
			for i := range events {
				e := &events[i]
				if requested(*e) && e.Honest && !closed {
					again := len(events) > i+1 && events[i+1].Step == e.Step && events[i+1].Mark == traces.Sent && events[i+1].What == "ClientHello"
					if answers := again || answered(events[i:], "no_renegotiation"); answers != idle {
						return broken(e, map[bool]string{true: "it was answered in the middle of a handshake", false: "it was not answered"}[answers])
					}
				}
				switch {
				case e.Mark == traces.Sent && e.What == "ClientHello":
					idle = false
				case e.Mark == traces.Agreed, fact(e, "alert") == "no_renegotiation" && e.Mark == traces.Accepted:
					idle = true
				}
				closed = closed || closes(*e)
			}
			return nil
		})
	},
})

// requested reports whether a client is asked for another handshake.
func requested(e Event) bool { return e.Mark == traces.Accepted && e.What == "HelloRequest" }
