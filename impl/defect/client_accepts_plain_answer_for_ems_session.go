package defect

import "tlsresume/impl/handshake"

// The client does not miss the extension in a ServerHello that resumes a session with it.
var _ = defect(Defect{
	Name:     "client-accepts-plain-answer-for-ems-session",
	Imitates: "GnuTLS before 3.5.0, issue 69, at the other end: RFC 7627 5.3, \"the client MUST abort the handshake\"",
	Breaks:   []string{"RFC7627-5.3-CLI-EMS-SESSION-PLAIN-SH", "RFC7627-5.4-MIXED-ABORT"},
	KilledBy: []string{"conformance", "model"},
	Policy:   following(handshake.EMSSessionPlainAnswer),
})
