package defect

// A client that signals by the extension signals by the suite, too.
var _ = defect(Defect{
	Name:     "reneg-signals-twice",
	Imitates: "RFC 5746 3.4, \"including both is NOT RECOMMENDED\"",
	Breaks:   []string{"RFC5746-3.4-NOT-BOTH"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		`		h.hello.RenegotiationInfo = []byte{}
`,
		`		h.hello.RenegotiationInfo = []byte{}
		h.hello.Suites = append(h.hello.Suites, wire.EmptyRenegotiationInfoSCSV)
`}},
})
