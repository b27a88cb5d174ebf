package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// The server's first flight of a full handshake ends with its ChangeCipherSpec and
// Finished, under keys of no master secret, and without ServerHelloDone.
var _ = defect(Defect{
	Name:     "iesg-flow1-literal",
	Imitates: "the IESG note of 2005 on draft-salowey-tls-ticket-07, its first flow as printed",
	Breaks:   []string{"IESG2005-FLOW1-MISDRAWN", "RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "property/handshake-order", "model"},
	Policy: ofServer(func(p *handshake.Policy) {
		plan := p.Full.Behind(handshake.Server, wire.KindChangeCipherSpec, wire.KindServerHelloDone)
		plan = plan.Behind(handshake.Server, wire.KindFinished, wire.KindChangeCipherSpec)
		p.Full = needing(handshake.Server, wire.KindServerHelloDone, func(need) need { return never })(plan)
	}),
})
