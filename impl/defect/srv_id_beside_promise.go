package defect

import "tlsresume/impl/handshake"

// A session gets an ID and a ticket at once.
var _ = defect(Defect{
	Name:     "srv-id-beside-promise",
	Imitates: "RFC 5077 3.4: a server that intends to issue a ticket SHOULD answer with an empty session ID",
	Breaks:   []string{"RFC5077-3.4-EMPTY-SID-WHEN-ISSUING"},
	KilledBy: []string{"conformance", "model", "property/no-id-beside-ticket"},
	Policy:   ofServer(func(p *handshake.Policy) { p.Beside = true }),
})
