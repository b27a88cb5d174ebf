package defect

import "tlsresume/impl/handshake"

// tls-unique is the Finished of the client in a resumption, too.
var _ = defect(Defect{
	Name:     "tls-unique-always-client-finished",
	Imitates: "the proposal that the mail of 2009-10-28 quotes; in hs-tls, issue 462, and Mbed TLS, issue 10134 (2025), the caller has to know which side it is",
	Breaks:   []string{"RFC5929-3.1-FIRST-FINISHED"},
	KilledBy: []string{"conformance", "model"},
	Policy:   ofBoth(func(p *handshake.Policy) { p.ClientUnique = true }),
})
