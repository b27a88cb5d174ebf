package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The server takes a Finished without ChangeCipherSpec, and what the client says stays in
// the clear.
var _ = defect(Defect{
	Name:     "skip-ccs",
	Imitates: "CVE-2014-6593, JSSE: a server does without ChangeCipherSpec",
	Breaks:   []string{"RFC5246-7.4.9-FINISHED-NEEDS-CCS", "RFC5246-7.1-RECEIVE-SWITCH"},
	KilledBy: []string{"conformance", "model", "property/ccs-keys", "property/handshake-order"},
	Policy:   ofServer(inPlans(needing(handshake.Client, wire.KindChangeCipherSpec, optional))),
})
