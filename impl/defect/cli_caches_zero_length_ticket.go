package defect

// The client takes a ticket of no bytes for one: it displaces a ticket that was good, and
// is offered as an extension without one, beside a session ID if the client sends markers.
var _ = defect(Defect{
	Name:     "cli-caches-zero-length-ticket",
	Imitates: "BoringSSL before commit dd6fed970 (2015) and GnuTLS before 3.6.14, issue 997: a client stores the empty ticket",
	Breaks:   []string{"RFC5077-3.3-ZERO-LENGTH-NST", "RFC5077-3.2-CH-EMPTY-WHEN-READY"},
	KilledBy: []string{"conformance", "model", "property/held-session-offered"},
	Edits: []Edit{
		{"impl/handshake/resume.go", "h.ticket != nil && len(h.ticket.Ticket) > 0 &&",
			"h.ticket != nil &&"},
		{"impl/handshake/hello.go", "case len(s.Ticket) == 0:",
			"case s.Ticket == nil:"},
		{"impl/session/client.go", "if len(s.Ticket) == 0 && len(s.ID) == 0 {",
			"if s.Ticket == nil && len(s.ID) == 0 {"},
		{"impl/session/client.go", "case len(c.Ticket) > 0:",
			"case c.Ticket != nil:"},
	},
})
