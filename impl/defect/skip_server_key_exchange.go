package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The client goes on without the ServerKeyExchange that its suite needs, and has no key
// to answer with.
var _ = defect(Defect{
	Name:     "skip-server-key-exchange",
	Imitates: "CVE-2008-1672 and CVE-2014-3572, OpenSSL: a client without a ServerKeyExchange crashes, or does without its forward secrecy",
	Breaks:   []string{"RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "model"},
	Policy:   ofClient(inPlans(needing(handshake.Server, wire.KindServerKeyExchange, optional))),
})
