package defect

import "tlsresume/impl/handshake"

// Neither end has ever heard of RFC 5746, and both do handshakes again.
var _ = defect(Defect{
	Name:     "reneg-unbound",
	Imitates: "CVE-2009-3555: whoever has begun a connection has another go on with it",
	Breaks:   []string{"RFC5746-3.7-EXT-REQUIRED", "RFC5746-3.5-CH-VALUE", "RFC5746-3.5-SH-PRESENT", "RFC9325-3.5-RI-IMPLEMENTED", "RFC5746-5-NO-RENEG-WITHOUT-EXT"},
	KilledBy: []string{"conformance", "model", "property/ri-chain", "property/ri-signalled"},
	Policy:   ofBoth(func(p *handshake.Policy) { p.Unpatched, p.Legacy = true, handshake.LegacyRenegotiates }),
})
