package defect

// The client renegotiates a connection that has resumed a session without the extended master secret.
var _ = defect(Defect{
	Name:     "legacy-resume-keeps-reneg",
	Imitates: "Schannel before the updates of October 2019 (CVE-2019-1318); wolfSSL 4.8.0 has made it an error of the build",
	Breaks:   []string{"RFC7627-5.3-LEGACY-RESUME-NO-RENEG", "RFC7627-5.4-DISABLE-RENEG-TLSUNIQUE"},
	KilledBy: []string{"conformance", "model", "property/legacy-resumption-fenced"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"case h.side == Client && h.legacyResumption():",
		"case false:"}},
})
