package defect

// The hash behind the extended master secret covers the two hellos alone, at both ends.
var _ = defect(Defect{
	Name:     "ems-hash-ends-at-server-hello",
	Imitates: "RFC 7627 6.3 left out: \"all handshake messages up to and including the ClientKeyExchange\"",
	Breaks:   []string{"RFC7627-6.3-HASH-SCOPE", "RFC7627-6.1-MS-UNIQUE"},
	KilledBy: []string{"conformance", "model", "tests/impl/tlsconn"},
	Edits: []Edit{
		{"impl/handshake/finished.go",
			"	hash     hash.Hash // of the suite",
			`	hash     hash.Hash // of the suite
	hellos   []byte`},
		{"impl/handshake/finished.go",
			"ExtendedMaster(h.premaster, h.transcript.sum())",
			"ExtendedMaster(h.premaster, h.transcript.hellos)"},
		{"impl/handshake/finished.go",
			`		h.transcript.add(m.Raw)
`,
			`		h.transcript.add(m.Raw)
		if m.Kind == wire.KindServerHello {
			h.transcript.hellos = append([]byte(nil), h.transcript.sum()...)
		}
`},
	},
})
