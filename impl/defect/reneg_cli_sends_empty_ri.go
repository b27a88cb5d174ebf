package defect

// The client renegotiates with the extension of a first hello.
var _ = defect(Defect{
	Name:     "reneg-cli-sends-empty-ri",
	Imitates: "RFC 5746 3.5, \"containing the saved client_verify_data\", left out",
	Breaks:   []string{"RFC5746-3.5-CH-VALUE"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"h.hello.RenegotiationInfo = h.prior.verify[Client]",
		"h.hello.RenegotiationInfo = []byte{}"}},
})
