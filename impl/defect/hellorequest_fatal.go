package defect

import "tlsresume/impl/handshake"

// A HelloRequest within a handshake is out of order to the client.
var _ = defect(Defect{
	Name:     "hellorequest-fatal",
	Imitates: "rustls before commit 443ee40e4 (2017), and BoringSSL: a HelloRequest in the middle of a handshake ends it",
	Breaks:   []string{"RFC5246-7.4-HELLOREQUEST-EXCEPTION"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Policy:   ofClient(func(p *handshake.Policy) { p.Strict.HelloRequest = true }),
})
