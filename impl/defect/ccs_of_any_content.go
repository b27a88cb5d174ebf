package defect

// A ChangeCipherSpec is taken whatever it holds.
var _ = defect(Defect{
	Name:     "ccs-of-any-content",
	Imitates: "RFC 5246 7.1, the opposite of: the message is a single byte of value 1",
	Breaks:   []string{"RFC5246-7.1-CCS-SINGLE-BYTE"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/endpoint/endpoint.go", "case len(payload) != 1 || payload[0] != 1:",
			"case false:"},
	},
})
