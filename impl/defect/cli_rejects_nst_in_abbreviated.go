package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// To the client a ticket in an abbreviated handshake is out of order.
var _ = defect(Defect{
	Name:     "cli-rejects-nst-in-abbreviated",
	Imitates: "Schannel, advisory 3109853 (2015), and GnuTLS before 3.6.11, issue 841 (2019): a client fails where a ticket is renewed",
	Breaks:   []string{"RFC5077-3.1-RENEW-AFTER-SH", "RFC5077-3.3-RENEW"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Policy: ofClient(func(p *handshake.Policy) {
		p.Abbreviated = needing(handshake.Server, wire.KindNewSessionTicket, func(need) need { return never })(p.Abbreviated)
	}),
})
