package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// In a full handshake without a ticket the server answers the client's ChangeCipherSpec
// by its own, and does not wait for the Finished.
var _ = defect(Defect{
	Name:     "srv-ccs-before-client-finished",
	Imitates: "nqsb-TLS 0.4.0 (USENIX Security 2015): the server says ChangeCipherSpec as soon as the client has",
	Breaks:   []string{"RFC5246-7.4-ORDER", "RFC5246-7.1-CCS-PLACE"},
	KilledBy: []string{"conformance", "model", "property/handshake-order"},
	Policy: ofServer(func(p *handshake.Policy) {
		promised := p.Full[slot(p.Full, handshake.Server, wire.KindNewSessionTicket)].Need
		early := handshake.Slot{
			From: handshake.Server, Kind: wire.KindChangeCipherSpec,
			Need: func(h *handshake.Handshake) handshake.Need { return handshake.Must - promised(h) },
		}
		p.Full = needing(handshake.Server, wire.KindChangeCipherSpec, func(need) need { return promised })(p.Full)
		p.Full = before(p.Full, handshake.Client, wire.KindFinished, early)
	}),
})
