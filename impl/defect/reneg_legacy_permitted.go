package defect

import "tlsresume/impl/handshake"

// Both ends negotiate again with peers that do not signal RFC 5746.
var _ = defect(Defect{
	Name:     "reneg-legacy-permitted",
	Imitates: "OpenSSL with SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION, as a default",
	Breaks:   []string{"RFC5746-4.2-REFUSE-LEGACY", "RFC5746-4.4-NO-LEGACY-RENEG", "RFC5746-5-NO-RENEG-WITHOUT-EXT"},
	KilledBy: []string{"conformance", "property/ri-chain"},
	Policy:   ofBoth(func(p *handshake.Policy) { p.Legacy = handshake.LegacyRenegotiates }),
})
