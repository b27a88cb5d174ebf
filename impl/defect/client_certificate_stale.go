package defect

// The certificate of a session is trusted for as long as the session lives.
var _ = defect(Defect{
	Name:     "client-certificate-stale",
	Imitates: "CVE-2025-68121 (Go): a session is resumed though its chain would not be accepted any more",
	Breaks:   []string{"RFC5246-F.1.4-FORCE-FULL-IF-SUSPECT"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits:    []Edit{{"impl/handshake/client_auth.go", "recheck = VerifiedAgain", "recheck = AsItWas"}},
})
