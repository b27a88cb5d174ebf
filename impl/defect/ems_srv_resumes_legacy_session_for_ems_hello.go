package defect

import "tlsresume/impl/handshake"

// The server resumes a session without the extended master secret for a hello with it.
var _ = defect(Defect{
	Name:     "ems-srv-resumes-legacy-session-for-ems-hello",
	Imitates: "tlslite-ng before commit 110f5de (2017) and GnuTLS before 3.5.0, issue 69 (2016)",
	Breaks:   []string{"RFC7627-5.3-SRV-LEGACY-SESSION-EMS-HELLO", "BENJAMIN2021-STATUS-MATCH"},
	KilledBy: []string{"conformance", "model", "property/ems-resumed-alike"},
	Policy:   resuming(handshake.LegacySessionEMSHello, handshake.None),
})
