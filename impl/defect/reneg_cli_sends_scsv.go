package defect

// The client renegotiates with the signalling suite beside the extension.
var _ = defect(Defect{
	Name:     "reneg-cli-sends-scsv",
	Imitates: "RFC 5746 3.5, \"The SCSV MUST NOT be included\", left out: the list of suites is that of the first hello",
	Breaks:   []string{"RFC5746-3.5-NO-SCSV"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		`		h.hello.RenegotiationInfo = h.prior.verify[Client]
`,
		`		h.hello.RenegotiationInfo = h.prior.verify[Client]
		h.hello.Suites = append(h.hello.Suites, wire.EmptyRenegotiationInfoSCSV)
`}},
})
