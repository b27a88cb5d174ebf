package defect

// A renegotiation may go back from encrypt-then-MAC to MAC-then-encrypt.
var _ = defect(Defect{
	Name:     "etm-dropped-on-reneg",
	Imitates: "RFC 7366 3.1, \"implementations MUST NOT renegotiate a downgrade\", left out",
	Breaks:   []string{"RFC7366-3.1-NO-DOWNGRADE", "RFC7366-3.1-RETAIN"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"if h.dropsETM() {",
		"if false {"}},
})
