package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The server's plans have NewSessionTicket behind ChangeCipherSpec.
var _ = defect(Defect{
	Name:     "ticket-after-ccs",
	Imitates: "RFC 5077 3.3 read carelessly: the ticket is taken for the first message under the new keys",
	Breaks:   []string{"RFC5077-3.3-NST-BEFORE-CCS"},
	KilledBy: []string{"conformance", "model", "property/ticket-before-ccs"},
	Policy: ofServer(func(p *handshake.Policy) {
		for _, plan := range []*handshake.Plan{&p.Full, &p.Abbreviated} {
			*plan = plan.Behind(handshake.Server, wire.KindNewSessionTicket, wire.KindChangeCipherSpec)
		}
	}),
})
