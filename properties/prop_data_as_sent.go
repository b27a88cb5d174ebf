package properties

import (
	"fmt"

	"tlsresume/traces"
)

// RFC 5246 F.2: records are protected against loss, repetition and change of their
// order: what an end takes of application data is what its peer has said, in order.
var _ = property(Property{
	Name: "data-as-sent", Cites: "RFC 5246 6.2.3 and F.2",
	Occurs: func(r Run) bool {
		return r.anyEvent(func(e Event) bool { return isData(e) && e.Mark == traces.Accepted })
	},
	Broken: func(r Run) *Violation {
		if r.Header.Adversary != "" {
			return nil // its peer is another connection's end
		}
		for _, c := range r.Conns {
			for _, way := range [][2][]Event{{c.Client, c.Server}, {c.Server, c.Client}} {
				if v := asSent(way[0], way[1]); v != nil {
					return v
				}
			}
		}
		return nil
	},
})

// asSent compares what one end took with what the other said.
func asSent(said, took []Event) *Violation {
	var all []string
	for _, e := range said {
		if isData(e) && e.Mark == traces.Sent {
			all = append(all, fact(&e, "data"))
		}
	}
	n := 0
	for i := range took {
		if e := &took[i]; isData(*e) && e.Mark == traces.Accepted {
			if n >= len(all) || all[n] != fact(e, "data") {
				return broken(e, fmt.Sprintf("the peer said %q", all))
			}
			n++
		}
	}
	return nil
}
