package defect

// An end whose peer changes its keys in the middle of a handshake message keeps what it
// has, and joins it to what comes under the new keys.
var _ = defect(Defect{
	Name:     "nst-split-across-ccs",
	Imitates: "what BoringSSL has had tests of since 2014: a message that stands on both sides of a ChangeCipherSpec",
	Breaks:   []string{"RFC5246-7.1-CCS-PLACE"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/endpoint/endpoint.go", "case len(e.joined) > 0:",
			"case false:"},
	},
})
