package defect

// Both ends write and read session_ticket under another number, and agree.
var _ = defect(Defect{
	Name:     "ticket-ext-wrong-number",
	Imitates: "RFC 5077 3.2, the opposite of: the extension has the number 35",
	Breaks:   []string{"RFC5077-3.2-EXT-NUMBER"},
	KilledBy: []string{"codec/session-ticket/appendix-a", "codec/stdlib/handshake"},
	Edits: []Edit{
		{"impl/wire/extension.go", "ExtSessionTicket        uint16 = 35",
			"ExtSessionTicket        uint16 = 36"},
	},
})
