package defect

// An end takes a renegotiation_info that is not empty in the first handshake of a
// connection.
var _ = defect(Defect{
	Name:     "reneg-initial-nonempty-accepted",
	Imitates: "RFC 5746 3.4 and 3.6, the opposite of: either end MUST abort if the field is not empty",
	Breaks:   []string{"RFC5746-3.4-NONEMPTY-ABORT", "RFC5746-3.6-EXT-CHECKED"},
	KilledBy: []string{"conformance", "model", "tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/renegotiation.go", `case len(info) > 0:
		return RenegotiationInfoNotEmpty
`,
			`case false:
`},
	},
})
