package properties

// RFC 5246 7.3: application data "MUST NOT be sent prior to the completion of the
// first handshake"; nor is it taken.
var _ = property(Property{
	Name: "data-after-finished", Cites: "RFC 5246 7.3 and 7.4.9",
	Occurs: func(r Run) bool { return r.anyEvent(isData) },
	Broken: func(r Run) *Violation {
		return r.firstEnd(func(_ Conn, events []Event) *Violation {
			for i := range events {
				if e := &events[i]; isData(*e) && e.Honest && ending(events[:i]) == nil {
					return broken(e, "no handshake was over before it")
				}
			}
			return nil
		})
	},
})

func isData(e Event) bool { return e.What == "ApplicationData" }
