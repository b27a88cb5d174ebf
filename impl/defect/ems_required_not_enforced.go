package defect

import "tlsresume/impl/handshake"

// Ends that require the extended master secret do without it.
var _ = defect(Defect{
	Name:     "ems-required-not-enforced",
	Imitates: "RFC 7627 5.2, \"it SHOULD abort the handshake\", left out: a switch that does nothing",
	Breaks:   []string{"RFC7627-5.2-SERVER-MAY-REQUIRE", "RFC7627-5.2-CLIENT-MAY-REQUIRE", "RFC7627-4-NO-LEGACY"},
	KilledBy: []string{"conformance", "property/ems-demanded"},
	Policy:   ofBoth(func(p *handshake.Policy) { p.EMSBuild.Required = false }),
})
