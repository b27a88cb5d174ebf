package properties

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/traces"
)

// RFC 5246 7.4.1.3: the suite is one "selected by the server from the list in
// ClientHello", or that of the session; and 7.4.1.2: a hello that wants to resume has the
// suite of the session. Each end agrees on none that it does not have.
var _ = property(Property{
	Name: "suite-offered", Cites: "RFC 5246 7.4.1.2 and 7.4.1.3",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return h.answer() != nil }) },
	Broken: func(r Run) *Violation {
		v := r.firstOffer(func(o offer) string {
			if made := r.session(o); made != nil && !slices.Contains(suites(o.client), fact(made, "suite")) {
				return fmt.Sprintf("the suite of the session is %s, and the client does not have it", fact(made, "suite"))
			}
			return ""
		})
		if v != nil {
			return v
		}
		return r.first(func(h Handshake) *Violation {
			answer := h.answer()
			if answer == nil || !answer.Calm {
				return nil
			}
			suite := fact(answer, "suite")
			if !slices.Contains(suites(r.client(h)), suite) || !slices.Contains(suites(r.server(h)), suite) {
				return broken(answer, "one of the nodes does not have the suite")
			}
			for _, events := range h.sides() {
				if e := ending(events); e != nil && fact(e, "suite") != suite {
					return broken(e, fmt.Sprintf("the suite is %s", suite))
				}
			}
			return nil
		})
	},
})

// suites are the cipher suites of a node.
func suites(n traces.Node) []string {
	if list, ok := n.Has("suites"); ok {
		return strings.Split(list, ",")
	}
	return traces.Suites[:traces.DefaultSuites]
}
