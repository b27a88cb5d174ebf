package defect

import "tlsresume/impl/handshake"

// The server makes a full handshake where it must abort.
var _ = defect(Defect{
	Name:     "ems-session-declined-for-plain-hello",
	Imitates: "RFC 7627 5.3, the second case taken for the first: a full handshake where \"the server MUST abort the abbreviated handshake\"",
	Breaks:   []string{"RFC7627-5.3-SRV-EMS-SESSION-PLAIN-HELLO"},
	KilledBy: []string{"conformance", "model"},
	Policy:   resuming(handshake.EMSSessionPlainHello, handshake.SessionUsesEMS),
})
