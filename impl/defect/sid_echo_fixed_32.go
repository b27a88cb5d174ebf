package defect

// What follows the session ID in memory goes out with it.
var _ = defect(Defect{
	Name:     "sid-echo-fixed-32",
	Imitates: "CVE-2016-9244 (Ticketbleed, F5): the server that accepts a ticket echoes 32 bytes, however short the session ID beside it",
	Breaks:   []string{"RFC5077-3.4-ECHO-SID-ON-ACCEPT"},
	KilledBy: []string{"codec/session-ticket/id-beside-it", "tests/impl/endpoint"},
	Edits: []Edit{{
		"impl/handshake/hello.go",
		`h.answer.SessionID = h.hello.SessionID
`,
		`h.answer.SessionID = bytes.Clone(h.hello.SessionID)
		for n := len(h.hello.SessionID); n > 0 && n < 32; n++ {
			h.answer.SessionID = append(h.answer.SessionID, 0)
		}
`,
	}},
})
