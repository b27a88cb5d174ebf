package properties

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// RFC 5246 7.4.1.3, RFC 7627 5.3, RFC 6066 3: a resumed connection has the
// suite, the version, the extended master secret and the server name of the
// full handshake that made its session, and at each end the same peer (RFC 5077 4).
var _ = property(Property{
	Name: "resume-binds", Cites: "RFC 5246 7.4.1.3, RFC 7627 5.3, RFC 6066 3",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return resumed(h.Server) != nil }) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			for side, events := range h.sides() {
				if e := resumed(events); e != nil {
					if v := r.binds(e, side); v != nil {
						return v
					}
				}
			}
			return nil
		})
	},
})

// resumed is the ending of an abbreviated handshake, or nil.
func resumed(events []Event) *Event {
	if e := ending(events); e != nil && e.What == "resumed" {
		return e
	}
	return nil
}

// binds compares a resumption with the full handshake that made the session.
func (r Run) binds(e *Event, side int) *Violation {
	master := fact(e, "ms")
	full, at := r.made(master, e)
	if full == nil {
		return broken(e, "no full handshake of this run made the session")
	}
	keys := []string{"suite", "version"}
	if !r.passed(side, master, e, "ems-ignorant") {
		keys = append(keys, "ems")
	}
	if !r.passed(1, master, e, "names-rfc4366") {
		keys = append(keys, "sni")
	}
	if mine := ending(full.sides()[side]); mine != nil && r.Header.Adversary == "" {
		keys, at = append(keys, "peer"), mine
	}
	for _, key := range keys {
		if !strings.EqualFold(fact(e, key), fact(at, key)) || has(e, key) != has(at, key) {
			return broken(e, fmt.Sprintf("its %s differs from that of the full handshake, %s", key, at))
		}
	}
	return nil
}

// passed reports whether a session has, before an event, been in the hands of a client
// (0) or a server (1) that reads the sources so: what is made of it there may be passed on.
func (r Run) passed(side int, master string, until *Event, policy string) bool {
	return slices.ContainsFunc(r.Handshakes, func(h Handshake) bool {
		if h.master() != master && !slices.ContainsFunc(h.Server, func(e Event) bool { return e.At == until.At }) {
			return false
		}
		hello := h.hello()
		return hello != nil && hello.At < until.At && reads([2]traces.Node{r.client(h), r.server(h)}[side], policy)
	})
}
