package defect

import "tlsresume/impl/handshake"

// A client that has the extension off offers what it made while it had it on.
var _ = defect(Defect{
	Name:     "legacy-client-offers-ems-session",
	Imitates: "the mail of 2021-10-25: a client is rolled back, and its store of sessions is not",
	Breaks:   []string{"BENJAMIN2021-LEGACY-CLI-NO-OFFER", "BENJAMIN2021-CLIENT-CACHE-PERSIST"},
	KilledBy: []string{"conformance", "model", "property/offer-fits-ems", "property/rollout-safe"},
	Policy:   ofClient(func(p *handshake.Policy) { p.EMSBuild.Blind = p.EMSBuild.Blind || !p.EMS }),
})
