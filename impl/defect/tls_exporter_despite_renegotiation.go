package defect

// tls-exporter is given out on a connection that renegotiates.
var _ = defect(Defect{
	Name:     "tls-exporter-despite-renegotiation",
	Imitates: "RFC 9266 4.2, \"When TLS renegotiation is enabled on a connection\" it is not defined, left out",
	Breaks:   []string{"RFC9266-4.2-NOT-WITH-RENEG"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"if a.renegotiable || a.Renegotiations > 0 {",
		"if false {"}},
})
