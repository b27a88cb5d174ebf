package defect

import "tlsresume/impl/handshake"

// Ends that resume no session without the extended master secret do.
var _ = defect(Defect{
	Name:     "ems-of-neither-goes-on",
	Imitates: "BoringSSL since commit ba5934b77: where neither has the extension it continues, and RFC 7627 5.3 has SHOULD abort",
	Breaks:   []string{"RFC7627-5.3-SRV-NEITHER"},
	KilledBy: []string{"conformance"},
	Policy:   ofBoth(func(p *handshake.Policy) { p.EMSBuild.Neither = false }),
})
