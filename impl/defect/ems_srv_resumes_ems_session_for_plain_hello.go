package defect

import "tlsresume/impl/handshake"

// The server resumes a session with the extended master secret for a hello without it.
var _ = defect(Defect{
	Name:     "ems-srv-resumes-ems-session-for-plain-hello",
	Imitates: "GnuTLS before 3.5.0, issue 69, and BoringSSL before commit ba5934b77 (2015)",
	Breaks:   []string{"RFC7627-5.3-SRV-EMS-SESSION-PLAIN-HELLO", "RFC7627-5.4-MIXED-ABORT"},
	KilledBy: []string{"conformance", "model"},
	Policy:   resuming(handshake.EMSSessionPlainHello, handshake.None),
})
