package defect

// The client does not offer the extended master secret in a renegotiation.
var _ = defect(Defect{
	Name:     "ems-dropped-on-reneg",
	Imitates: "BoringSSL before commit 163c95691 (2016) and OpenSSL before 1.1.1m let it go: RFC 7627 5.2, \"In all handshakes\"",
	Breaks:   []string{"RFC7627-5.2-CLIENT-ALWAYS-OFFERS", "BENJAMIN2021-BOTH-EMS-NEGOTIATE"},
	KilledBy: []string{"conformance", "model", "property/ems-offered"},
	Edits: []Edit{{"impl/handshake/hello.go",
		"ServerName:   h.cfg.ServerName, EMS: h.policy.EMS,",
		"ServerName:   h.cfg.ServerName, EMS: h.policy.EMS && h.prior == nil,"}},
})
