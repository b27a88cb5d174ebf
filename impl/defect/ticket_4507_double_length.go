package defect

// The extension carries the length of the ticket beside its own, in both directions: builds
// that have it understand each other and nobody else.
var _ = defect(Defect{
	Name:     "ticket-4507-double-length",
	Imitates: "RFC 4507 as printed (RFC 5077 Appendix A): the ticket in its extension has a length of its own",
	Breaks:   []string{"RFC5077-3.2-RAW-TICKET-ENCODING", "RFC5077-A-VECTOR-4507"},
	KilledBy: []string{"codec/session-ticket/appendix-a"},
	Edits: []Edit{
		{"impl/wire/ext_session_ticket.go", "b.AddBytes(m.Ticket) }", "addVector16(b, m.Ticket) }"},
		{"impl/wire/ext_session_ticket.go", "m.Ticket = s // not nil, even when it is empty\n\t\treturn true",
			"m.Ticket = []byte{}\n\t\treturn vector16(&s, &m.Ticket, 0) && s.Empty()"},
	},
})
