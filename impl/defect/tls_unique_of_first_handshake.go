package defect

// A renegotiation leaves tls-unique as it was.
var _ = defect(Defect{
	Name:     "tls-unique-of-first-handshake",
	Imitates: "RFC 5929 3.1 read carelessly: it is of \"the most recent handshake\", not of the first on the connection",
	Breaks:   []string{"RFC5929-3.1-RENEG-INNERMOST", "RFC5929-3.1-FIRST-FINISHED"},
	KilledBy: []string{"conformance", "property/binding-apart"},
	Edits: []Edit{{"impl/handshake/finished.go",
		`	h.verify[of] = verifyData
`,
		`	h.verify[of] = verifyData
	if h.prior != nil {
		h.first = h.prior.TLSUnique
	}
`}},
})
