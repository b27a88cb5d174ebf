package defect

// The client takes a session_ticket of the ServerHello that is not empty.
var _ = defect(Defect{
	Name:     "cli-accepts-ticket-ext-with-data",
	Imitates: "RFC 5077 3.2, the opposite of: the server uses a zero-length extension",
	Breaks:   []string{"RFC5077-3.2-SH-EXT-ZERO-LENGTH"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/ticket_encoding.go", "return TicketAnswerNotEmpty",
			"return None"},
	},
})
