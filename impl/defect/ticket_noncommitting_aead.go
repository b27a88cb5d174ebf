package defect

// A ring tries its keys in turn, whatever the ticket says of its own, and the name is not
// covered: who finds a text that opens under several keys learns which of them is there.
var _ = defect(Defect{
	Name:     "ticket-noncommitting-aead",
	Imitates: "rustls issue 2023 (partitioning oracle, ESORICS 2024): AES-GCM commits to no key, and a window of keys is tried",
	Breaks:   []string{"RFC5077-5.2-STRONG-PROTECTION"},
	KilledBy: []string{"codec/ticket/renamed", "tests/impl/session"},
	Edits: []Edit{
		{"impl/session/format_gcm.go", "Seal(dst, nonce, text, k.Name[:])", "Seal(dst, nonce, text, nil)"},
		{"impl/session/format_gcm.go", "Open(nil, nonce, sealed, ticket[:nameSize])", "Open(nil, nonce, sealed, nil)"},
		{"impl/session/ticket.go", "len(ticket) < nameSize || [nameSize]byte(ticket[:nameSize]) != k.Name {", "len(ticket) < nameSize {"},
		{"impl/session/ring.go", "\t\tif k.Name == name {\n\t\t\treturn k.Open(ticket)\n\t\t}", "\t\tif s, err := k.Open(ticket); err == nil || k.Name == name {\n\t\t\treturn s, err\n\t\t}"},
	},
})
