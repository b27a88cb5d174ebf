package properties

import (
	"fmt"

	"tlsresume/traces"
)

// TLS list, 2021-10-25: "In order for EMS to be safely deployable, it must be possible to
// roll EMS out gradually, or roll it back, without breaking connections." More than that:
// between honest ends, on a network that does nothing, nobody gives up, unless what the
// two demand of each other cannot be had.
var _ = property(Property{
	Name: "rollout-safe", Cites: "TLS list 2021-10-25, RFC 5246 7.2.2",
	Occurs: func(r Run) bool { return r.any(completed) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation { return r.givesUp(h) })
	},
})

// givesUp is where an end gives up without a reason.
func (r Run) givesUp(h Handshake) *Violation {
	for side, events := range h.sides() {
		for i := range events {
			e := &events[i]
			if e.Mark == traces.Aborted && e.Calm && !r.excused(h, side, e.What) {
				return broken(e, fmt.Sprintf("both ends are honest: %s", e.Note))
			}
		}
	}
	return nil
}
