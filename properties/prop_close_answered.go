package properties

import "tlsresume/traces"

// RFC 5246 7.2.1: "The other party MUST respond with a close_notify alert of its own
// and close down the connection immediately".
var _ = property(Property{
	Name: "close-answered", Cites: "RFC 5246 7.2.1",
	Occurs: func(r Run) bool {
		return r.anyEvent(func(e Event) bool { return closes(e) && e.Mark == traces.Accepted })
	},
	Broken: func(r Run) *Violation {
		return r.firstEnd(func(_ Conn, events []Event) *Violation {
			said := false
			for i := range events {
				e := &events[i]
				if closes(*e) && e.Mark == traces.Accepted && !said && e.Honest && !answered(events[i:], "close_notify") {
					return broken(e, "the end said no close_notify of its own")
				}
				said = said || closes(*e) && e.Mark == traces.Sent
			}
			return nil
		})
	},
})

// answered reports whether an end says this alert to the first of the events.
func answered(events []Event, alert string) bool {
	return len(events) > 1 && events[1].Step == events[0].Step && events[1].Mark == traces.Sent && fact(&events[1], "alert") == alert
}
