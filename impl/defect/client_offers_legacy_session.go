package defect

import "tlsresume/impl/handshake"

// The client offers sessions without the extended master secret although it has it.
var _ = defect(Defect{
	Name:     "client-offers-legacy-session",
	Imitates: "RFC 7627 5.3, \"The client SHOULD NOT offer an abbreviated handshake to resume a session that does not use an extended master secret\", left out",
	Breaks:   []string{"RFC7627-5.3-CLIENT-NO-LEGACY-OFFER", "RFC7627-5.3-CLIENT-FULL-INSTEAD"},
	KilledBy: []string{"conformance", "model", "property/offer-fits-ems"},
	Policy:   ofClient(func(p *handshake.Policy) { p.EMSBuild.Legacy = true }),
})
