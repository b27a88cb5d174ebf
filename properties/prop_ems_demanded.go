package properties

import "tlsresume/traces"

// RFC 7627 5.2: who does "not wish to interoperate with legacy" peers aborts
// (ems-require), and so does by 5.3 who is asked for a resumption in which neither
// session nor hello has the extension (ems-neither-abort).
var _ = property(Property{
	Name: "ems-demanded", Cites: "RFC 7627 5.2 and 5.3",
	Occurs: func(r Run) bool {
		return r.any(func(h Handshake) bool { return demands(r.client(h)) || demands(r.server(h)) })
	},
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			for side, node := range [2]traces.Node{r.client(h), r.server(h)} {
				e := ending(h.sides()[side])
				switch {
				case e == nil || h.answer() == nil:
				case reads(node, "ems-require") && !has(h.answer(), "ems") && !(side == 1 && reads(node, "resumed-extensions-none")):
					return broken(e, "the node requires the extended master secret")
				case reads(node, "ems-neither-abort") && e.What == "resumed" && !has(e, "ems") && !has([2]*Event{h.answer(), h.hello()}[side], "ems"):
					return broken(e, "the node resumes no session without the extended master secret")
				}
			}
			return nil
		})
	},
})

// demands reports whether a node aborts without the extended master secret.
func demands(n traces.Node) bool { return reads(n, "ems-require") || reads(n, "ems-neither-abort") }
