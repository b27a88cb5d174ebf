package defect

// Both ends say that they use the extended master secret, and derive the other: they go together.
var _ = defect(Defect{
	Name:     "ems-legacy-derivation-at-both",
	Imitates: "RFC 7627 5.1 left out of a stack that was tested against itself",
	Breaks:   []string{"RFC7627-5.1-USE-IF-AGREED", "RFC7627-4-DERIVATION", "RFC7627-6.1-MS-UNIQUE"},
	KilledBy: []string{"conformance", "tests/impl/tlsconn"},
	Edits: []Edit{{"impl/handshake/finished.go",
		"if h.negotiated.ems {",
		"if false {"}},
})
