package defect

// Where a client proves its certificate, both ends hash that message, too.
var _ = defect(Defect{
	Name:     "ems-hash-includes-certificate-verify",
	Imitates: "RFC 7627 6.3 read carelessly: \"CertificateVerify does not change the session content\"",
	Breaks:   []string{"RFC7627-6.3-HASH-SCOPE"},
	KilledBy: []string{"model", "tests/impl/tlsconn"},
	Edits: []Edit{
		{"impl/handshake/step.go",
			"(*Handshake).makeClientKeyExchange, (*Handshake).deriveMaster}",
			`(*Handshake).makeClientKeyExchange, func(h *Handshake) {
		if !h.shown() {
			h.deriveMaster()
		}
	}}`},
		{"impl/handshake/step.go",
			"(*Handshake).makeCertificateVerify, (*Handshake).releaseTranscript}",
			`(*Handshake).makeCertificateVerify, func(h *Handshake) {
		h.releaseTranscript()
		h.deriveMaster()
	}}`},
	},
})
