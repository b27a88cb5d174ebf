package defect

import (
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A client that is asked for a certificate says neither one nor that it has none.
var _ = defect(Defect{
	Name:     "cli-ignores-certificate-request",
	Imitates: "SSL 3.0, where a client without a certificate sends a warning instead: RFC 5246 7.4.6 has a Certificate without certificates",
	Breaks:   []string{"RFC5246-7.3-CERT-REPLY"},
	KilledBy: []string{"conformance", "property/handshake-order"},
	Policy: ofClient(func(p *handshake.Policy) {
		p.Full = slices.DeleteFunc(slices.Clone(p.Full), func(s handshake.Slot) bool {
			return s.From == handshake.Client && (s.Kind == wire.KindCertificate || s.Kind == wire.KindCertificateVerify)
		})
	}),
})
