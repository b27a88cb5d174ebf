package defect

import "tlsresume/impl/handshake"

// A server that does no renegotiation does not know its extension either.
var _ = defect(Defect{
	Name:     "reneg-answered-by-those-who-do-it",
	Imitates: "RFC 5746 4.3: a server that never renegotiates is taken to need none of it, and patched clients cannot tell it from one that can be attacked",
	Breaks:   []string{"RFC5746-4.3-SIGNAL-EVEN-WITHOUT-RENEG", "RFC5746-3.6-REPLY"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Policy: ofServer(func(p *handshake.Policy) {
		p.Unpatched = p.Unpatched || p.Renegotiation(1) != handshake.Accept
	}),
})
