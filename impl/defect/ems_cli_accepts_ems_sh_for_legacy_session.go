package defect

import "tlsresume/impl/handshake"

// The client does not mind the extension in a ServerHello that resumes a session without it.
var _ = defect(Defect{
	Name:     "ems-cli-accepts-ems-sh-for-legacy-session",
	Imitates: "BoringSSL before commit ba5934b77 (2015)",
	Breaks:   []string{"RFC7627-5.3-CLI-LEGACY-SESSION-EMS-SH", "BENJAMIN2021-STATUS-MATCH"},
	KilledBy: []string{"conformance", "model"},
	Policy:   following(handshake.LegacySessionEMSAnswer),
})
