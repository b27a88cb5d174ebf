package defect

// The server knows the client by a session that it declines for the extended master secret.
var _ = defect(Defect{
	Name:     "ems-decline-keeps-ticket-auth",
	Imitates: "wolfSSL, pull request 10978 (2026): the flag of the peer's authentication survives into the full handshake",
	Breaks:   []string{"RFC5246-7.3-CERT-REPLY", "RFC5077-3.2-BAD-TICKET-FALLBACK"},
	KilledBy: []string{"conformance", "model", "property/auth-carried"},
	Edits: []Edit{{"impl/handshake/resume.go",
		"	if reason.Aborts() {",
		`	if reason == LegacySessionEMSHello {
		h.peer = state.ClientName
	}
	if reason.Aborts() {`}},
})
