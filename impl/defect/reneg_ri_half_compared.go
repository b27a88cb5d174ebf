package defect

// The client compares its own half of what the server answers.
var _ = defect(Defect{
	Name:     "reneg-ri-half-compared",
	Imitates: "RFC 5746 3.5, \"and the second half is equal to the saved server_verify_data value\", left out: what the tests of BoringSSL try",
	Breaks:   []string{"RFC5746-3.5-SH-BOTH-HALVES"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"return h.laterSignal(info, h.prior.both())",
		"return h.laterSignal(info[:min(len(info), len(h.prior.verify[Client]))], h.prior.verify[Client])"}},
})
