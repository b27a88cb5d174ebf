package defect

// The session ID of the ServerHello is that of the ClientHello, whether it names a
// session or not.
var _ = defect(Defect{
	Name:     "sid-echo-without-resume",
	Imitates: "Mono's TLS 1.0 (BoringSSL 0ab3f0ca2), wolfSSL pull request 8097: the ServerHello repeats the client's session ID though a full handshake follows",
	Breaks:   []string{"RFC5246-7.4.1.3-SAME-SID-MEANS-RESUME", "RFC5246-7.3-MISS-NEW-SID-FULL"},
	KilledBy: []string{"conformance", "model", "property/fallback", "property/rollout-safe", "property/session-id-echoed"},
	Edits: []Edit{{
		"impl/handshake/hello.go",
		`case h.resuming != nil:
		h.answer.SessionID`,
		`case h.resuming != nil || len(h.hello.SessionID) > 0:
		h.answer.SessionID`,
	}},
})
