package defect

import "tlsresume/impl/handshake"

// The client says nothing of RFC 5746, in whatever hello, and looks at no answer.
var _ = defect(Defect{
	Name:     "reneg-cli-no-signal",
	Imitates: "RFC 5746 3.4, the opposite of: the client MUST include either signal in its initial ClientHello, resuming or not",
	Breaks:   []string{"RFC5746-3.4-CLIENT-SIGNALS", "RFC5746-3.4-CHECK-SH"},
	KilledBy: []string{"conformance", "model", "property/ri-signalled"},
	Policy:   ofClient(func(p *handshake.Policy) { p.Unpatched = true }),
})
