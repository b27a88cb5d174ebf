package defect

// tls-exporter has as many bytes as the master secret.
var _ = defect(Defect{
	Name:     "tls-exporter-of-other-length",
	Imitates: "RFC 9266 2 read carelessly: it is 32 bytes for the label EXPORTER-Channel-Binding and an empty context",
	Breaks:   []string{"RFC9266-2-INPUTS"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"[]byte{}, 32)",
		"[]byte{}, 48)"}},
})
