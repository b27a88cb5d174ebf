package defect

// The server renegotiates with a hello that lacks the extension, or that has the signalling suite.
var _ = defect(Defect{
	Name:     "reneg-ri-missing-accepted",
	Imitates: "wolfSSL (2026): a renegotiating hello without renegotiation_info goes through, and so does one with the SCSV",
	Breaks:   []string{"RFC5746-3.7-EXT-REQUIRED", "RFC5746-3.7-SCSV-ABORT"},
	KilledBy: []string{"conformance", "model", "property/ri-chain"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		`	case h.scsv():
		return SCSVInRenegotiation
`,
		`	case h.scsv() || info == nil:
		return None
`}},
})
