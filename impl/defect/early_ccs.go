package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// Each end takes a ChangeCipherSpec before there is a master secret, and has keys from
// then on that are made of none.
var _ = defect(Defect{
	Name:     "early-ccs",
	Imitates: "CVE-2014-0224, OpenSSL: ChangeCipherSpec before ClientKeyExchange installs keys of an empty master secret",
	Breaks:   []string{"RFC5246-7.1-CCS-PLACE", "RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "model", "property/ccs-keys", "property/handshake-order"},
	Policy: func(side handshake.Side, p *handshake.Policy) {
		next := wire.KindCertificate // of the client, or its ClientKeyExchange
		if side == handshake.Client {
			next = wire.KindServerHelloDone
		}
		p.Full = before(p.Full, side.Peer(), next,
			handshake.Slot{From: side.Peer(), Kind: wire.KindChangeCipherSpec, Need: may})
	},
})
