package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The client goes on to ChangeCipherSpec where a ticket was promised and does not come.
var _ = defect(Defect{
	Name:     "cli-tolerates-missing-nst",
	Imitates: "OpenSSL before 1.0.1k (2015): a client ignores that a NewSessionTicket is missing",
	Breaks:   []string{"RFC5077-3.3-NST-IF-PROMISED", "RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "model", "property/handshake-order"},
	Policy:   ofClient(inPlans(needing(handshake.Server, wire.KindNewSessionTicket, optional))),
})
