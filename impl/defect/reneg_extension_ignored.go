package defect

// The server knows the signalling suite alone.
var _ = defect(Defect{
	Name:     "reneg-extension-ignored",
	Imitates: "RFC 5746 3.6, \"If the extension is present, set secure_renegotiation flag to TRUE\", left out",
	Breaks:   []string{"RFC5746-3.6-EXT-CHECKED", "RFC5746-3.6-REPLY"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"return h.hello.RenegotiationInfo != nil || h.scsv()",
		"return h.scsv()"}},
})
