package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// Where a session is resumed each end takes a Certificate of its peer, and the client a
// CertificateRequest.
var _ = defect(Defect{
	Name:     "cert-accepted-in-abbreviated",
	Imitates: "what BoringSSL had no tests of before commit afa405fd7 (2025): certificates in a resumption",
	Breaks:   []string{"RFC5246-7.3-RESUME-DIRECT-TO-FINISHED", "REX2009-NO-CERTS-ON-RESUME"},
	KilledBy: []string{"conformance", "model", "property/handshake-order"},
	Policy: func(side handshake.Side, p *handshake.Policy) {
		allow := func(kind, next wire.Kind) {
			s := handshake.Slot{From: side.Peer(), Kind: kind, Need: may}
			p.Abbreviated = before(p.Abbreviated, side.Peer(), next, s)
		}
		if side == handshake.Server {
			allow(wire.KindCertificate, wire.KindChangeCipherSpec)
			return
		}
		allow(wire.KindCertificate, wire.KindNewSessionTicket)
		allow(wire.KindCertificateRequest, wire.KindNewSessionTicket)
	},
})
