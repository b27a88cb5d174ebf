package defect

// The server has no use for a ClientHello without extensions.
var _ = defect(Defect{
	Name:     "srv-requires-extensions",
	Imitates: "RFC 5246 7.4.1.2, the opposite of: a server MUST accept a ClientHello both with and without the extensions field",
	Breaks:   []string{"RFC5246-7.4.1.2-EXT-ABSENCE-OK"},
	KilledBy: []string{"codec/round-trip/ClientHello", "tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/wire/client_hello.go", `	var bad string
`,
			`	if len(s) == 0 {
		return malformed(KindClientHello, "extensions")
	}
	var bad string
`},
	},
})
