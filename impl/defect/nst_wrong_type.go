package defect

// Both ends write and read NewSessionTicket under another number, and agree.
var _ = defect(Defect{
	Name:     "nst-wrong-type",
	Imitates: "RFC 5077 3.3, the opposite of: the handshake type is 4",
	Breaks:   []string{"RFC5077-3.3-NST-TYPE"},
	KilledBy: []string{"codec/stdlib/handshake"},
	Edits: []Edit{
		{"impl/wire/message.go", "Kind = 4 // RFC 5077 3.3",
			"Kind = 5 // RFC 5077 3.3"},
	},
})
