package defect

import "tlsresume/impl/handshake"

// tls-unique is the Finished of the client at the client, and the first one at the server.
var _ = defect(Defect{
	Name:     "tls-unique-differs",
	Imitates: "hs-tls, issue 462: the two ends choose sides of their own, and their bindings differ after a resumption",
	Breaks:   []string{"RFC5929-3.1-FIRST-FINISHED"},
	KilledBy: []string{"conformance", "model", "property/ends-agree"},
	Policy:   ofClient(func(p *handshake.Policy) { p.ClientUnique = true }),
})
