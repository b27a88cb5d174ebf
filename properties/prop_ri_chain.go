package properties

import "tlsresume/traces"

// RFC 5746 3.5 and 3.7: in a renegotiation, an end whose peer has signalled RFC 5746 goes
// on only if the hello carries the Finished of the handshake before, and in a first
// handshake only if it carries none (3.4, 3.6). CVE-2009-3555 is what comes of it else.
var _ = property(Property{
	Name: "ri-chain", Cites: "RFC 5746 3.4 to 3.7",
	Occurs: func(r Run) bool { return r.any(func(h Handshake) bool { return h.N > 0 && h.answer() != nil }) },
	Broken: func(r Run) *Violation {
		return r.first(func(h Handshake) *Violation {
			for side, goesOn := range [2]*Event{ending(h.Client), find(h.Server, traces.Sent, "ServerHello")} {
				said := [2]*Event{h.answer(), h.hello()}[side]
				node := [2]traces.Node{r.client(h), r.server(h)}[side]
				if goesOn == nil || said == nil || !goesOn.Honest || reads(node, "legacy-reneg") {
					continue
				}
				bound := fact(said, "ri") == "bound"
				switch {
				case h.N == 0 && bound:
					return broken(goesOn, "the first hello of the peer claims a handshake before")
				case h.N > 0 && r.secure(h, side) && !bound:
					return broken(goesOn, "the hello of the peer is not bound to the handshake before")
				case h.N > 0 && !r.secure(h, side):
					return broken(goesOn, "the peer has not signalled RFC 5746")
				}
			}
			return nil
		})
	},
})
