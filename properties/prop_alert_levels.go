package properties

import (
	"fmt"
	"slices"

	"tlsresume/traces"
)

// RFC 5246 7.2.1: close_notify ends a connection in order, and RFC 5746 4.2: a refusal is
// a no_renegotiation alert, "this message is always a warning" (RFC 5246 7.2.2). What a
// peer gives up by is fatal, and is what it said.
var _ = property(Property{
	Name: "alert-levels", Cites: "RFC 5246 7.2, RFC 5746 4.2",
	Occurs: func(r Run) bool { return r.anyEvent(isAlert) },
	Broken: func(r Run) *Violation {
		for _, c := range r.Conns {
			for side, events := range [2][]Event{c.Client, c.Server} {
				for i := range events {
					if e := &events[i]; e.Honest && isAlert(*e) {
						if why := c.misleveled(e, side, r.Header.Adversary != ""); why != "" {
							return broken(e, why)
						}
					}
				}
			}
		}
		return nil
	},
})

func isAlert(e Event) bool { return e.What == "Alert" }

// misleveled says what is wrong with the level of an alert, and with its source.
func (c Conn) misleveled(e *Event, side int, adverse bool) string {
	alert, level := fact(e, "alert"), fact(e, "level")
	warning := slices.Contains([]string{"close_notify", "no_renegotiation"}, alert)
	if e.Mark == traces.Sent && warning != (level == "warning") {
		return fmt.Sprintf("%s has another level", alert)
	}
	peer := [2][]Event{c.Server, c.Client}[side]
	said := slices.ContainsFunc(peer, func(p Event) bool {
		if p.Mark == traces.Aborted {
			return p.What == alert && level == "fatal"
		}
		return p.Mark == traces.Sent && fact(&p, "alert") == alert && fact(&p, "level") == level
	})
	if e.Mark == traces.Accepted && !adverse && !said {
		return "the peer did not say it at this level"
	}
	return ""
}
