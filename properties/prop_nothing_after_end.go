package properties

import "tlsresume/traces"

// RFC 5246 7.2.1: "Any data received after a closure alert is ignored", and an end that
// has said close_notify says nothing more; 7.2.2: behind a fatal alert, sent or received,
// "both parties immediately close the connection".
var _ = property(Property{
	Name: "nothing-after-end", Cites: "RFC 5246 7.2.1 and 7.2.2",
	Occurs: func(r Run) bool { return r.anyEvent(func(e Event) bool { return closes(e) || fatal(e) }) },
	Broken: func(r Run) *Violation {
		return r.firstEnd(func(_ Conn, events []Event) *Violation {
			said, heard, dead := false, false, false
			for i := range events {
				e := &events[i]
				answers := closes(*e) && e.Mark == traces.Sent
				switch {
				case !e.Honest:
					return nil
				case dead:
					return broken(e, "the connection had ended by a fatal alert")
				case said && e.Mark == traces.Sent:
					return broken(e, "the end had said close_notify")
				case heard && !answers:
					return broken(e, "the end had taken close_notify")
				}
				dead = fatal(*e)
				said = said || answers
				heard = heard || closes(*e) && e.Mark == traces.Accepted
			}
			return nil
		})
	},
})

// closes reports whether the event is close_notify.
func closes(e Event) bool { return fact(&e, "alert") == "close_notify" }
