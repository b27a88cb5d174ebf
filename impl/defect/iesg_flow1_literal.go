package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The server's first flight of a full handshake that issues a ticket ends with its
// ChangeCipherSpec and Finished, under keys of no master secret, and without
// ServerHelloDone.
var _ = defect(Defect{
	Name:     "iesg-flow1-literal",
	Imitates: "the IESG note of 2005 on draft-salowey-tls-ticket-07, its first flow as printed",
	Breaks:   []string{"IESG2005-FLOW1-MISDRAWN", "RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "property/handshake-order", "model"},
	Policy: ofServer(func(p *handshake.Policy) {
		promised := p.Full[slot(p.Full, handshake.Server, wire.KindNewSessionTicket)].Need
		for _, kind := range []wire.Kind{wire.KindServerHelloDone, wire.KindChangeCipherSpec, wire.KindFinished} {
			p.Full = needing(handshake.Server, kind, unless(promised))(p.Full)
		}
		for _, kind := range []wire.Kind{wire.KindChangeCipherSpec, wire.KindFinished} {
			p.Full = before(p.Full, handshake.Server, wire.KindServerHelloDone, handshake.Slot{From: handshake.Server, Kind: kind, Need: promised})
		}
	}),
})

// unless has a message come as it would, but where another is to come.
func unless(other need) func(need) need {
	return func(of need) need {
		return func(h *handshake.Handshake) handshake.Need {
			if other(h) == handshake.Must {
				return handshake.Never
			}
			return of(h)
		}
	}
}
