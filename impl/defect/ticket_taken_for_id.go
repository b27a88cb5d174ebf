package defect

// What a server has found by a ticket it takes for found by the session ID beside it.
var _ = defect(Defect{
	Name:     "ticket-taken-for-id",
	Imitates: "RFC 5077 3.4: a session that a ticket brought is kept and told of as that of the session ID, which the client has made up",
	Breaks:   []string{"RFC5077-3.4-NO-STATEFUL-WHEN-TICKET"},
	KilledBy: []string{"conformance", "property/ticket-decides"},
	Edits:    []Edit{{"impl/handshake/resume.go", "return state, ByTicket", "return state, ByID"}},
})
