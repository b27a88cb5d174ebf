package defect

// Neither end minds that a renegotiation begins, or ends, to use the extended master secret.
var _ = defect(Defect{
	Name:     "ems-change-on-reneg-accepted",
	Imitates: "OpenSSL before 3.0.0 and 1.1.1m, and BoringSSL before commit 163c95691 (2016)",
	Breaks:   []string{"BENJAMIN2021-BOTH-EMS-NEGOTIATE", "RFC7627-5.2-CLIENT-ALWAYS-OFFERS"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"case before.EMS != now.EMS:",
		"case false:"}},
})
