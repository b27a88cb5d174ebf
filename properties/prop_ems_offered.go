package properties

import "tlsresume/traces"

// RFC 7627 5.2: "In all handshakes, a client implementing this document MUST send the
// extended_master_secret extension in its ClientHello."
var _ = property(Property{
	Name: "ems-offered", Cites: "RFC 7627 5.2",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return extends(r.client(h)) }) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			if hello := h.hello(); hello != nil && hello.Honest && has(hello, "ems") != extends(r.client(h)) {
				return broken(hello, "the client does otherwise than it is built")
			}
			return nil
		})
	},
})

// extends reports whether a node negotiates the extended master secret.
func extends(n traces.Node) bool { return option(n, "ems") && !reads(n, "ems-ignorant") }
