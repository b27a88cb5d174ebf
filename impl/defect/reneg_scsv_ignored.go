package defect

// The server does not know the signalling suite.
var _ = defect(Defect{
	Name:     "reneg-scsv-ignored",
	Imitates: "RFC 5746 3.6, \"the server MUST check if it includes the TLS_EMPTY_RENEGOTIATION_INFO_SCSV SCSV\", left out",
	Breaks:   []string{"RFC5746-3.6-SCSV-SETS-FLAG"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"return h.hello.RenegotiationInfo != nil || h.scsv()",
		"return h.hello.RenegotiationInfo != nil"}},
})
