package defect

// A server that accepts a ticket answers with a session ID of its own.
var _ = defect(Defect{
	Name:     "ticket-accepted-under-other-id",
	Imitates: "RFC 5077 3.4: a server that accepts the ticket MUST respond with the same session ID as in the ClientHello",
	Breaks:   []string{"RFC5077-3.4-ECHO-SID-ON-ACCEPT"},
	KilledBy: []string{"conformance", "model", "property/session-id-echoed"},
	Edits: []Edit{{
		"impl/handshake/hello.go",
		`h.answer.SessionID = h.hello.SessionID
`,
		`h.answer.SessionID = h.hello.SessionID
		if h.by == ByTicket {
			h.answer.SessionID = h.answer.Random[:]
		}
`,
	}},
})
