package defect

import "tlsresume/impl/handshake"

// The server aborts where a full handshake is wanted of it.
var _ = defect(Defect{
	Name:     "ems-srv-aborts-legacy-session",
	Imitates: "RFC 7627 5.3, the first case taken for the second: an abort where \"it SHOULD continue with a full handshake\"",
	Breaks:   []string{"RFC7627-5.3-SRV-LEGACY-SESSION-EMS-HELLO-FULL", "BENJAMIN2021-ROLLOUT-SAFE"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Policy:   resuming(handshake.LegacySessionEMSHello, handshake.EMSOfNeither),
})
