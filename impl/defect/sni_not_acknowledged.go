package defect

import "tlsresume/impl/handshake"

// A server uses the name that the client asks for, and does not say so.
var _ = defect(Defect{
	Name:     "sni-not-acknowledged",
	Imitates: "RFC 6066 3: a server that uses the name SHALL include an extension of type server_name in the ServerHello",
	Breaks:   []string{"RFC6066-3-SH-SNI-EMPTY", "RFC4366-3.1-SH-SNI-EMPTY"},
	KilledBy: []string{"conformance", "property/sni-acknowledged"},
	Policy:   ofServer(func(p *handshake.Policy) { p.AcknowledgeName = false }),
})
