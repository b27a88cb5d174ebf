package defect

import "tlsresume/impl/handshake"

// Neither end has ever heard of RFC 7627.
var _ = defect(Defect{
	Name:     "ems-off",
	Imitates: "every stack before RFC 7627 (the triple handshake of 2014, CVE-2014-1295 and CVE-2014-1771): nothing binds a master secret to its handshake",
	Breaks:   []string{"RFC7627-6.1-MS-UNIQUE", "RFC7627-4-DERIVATION", "RFC7627-4-NO-LEGACY", "RFC9325-3.5-EMS-SUPPORTED"},
	KilledBy: []string{"conformance", "model", "property/ems-offered"},
	Policy:   ofBoth(func(p *handshake.Policy) { p.EMS, p.EMSBuild = false, handshake.EMSBuild{Blind: true} }),
})
