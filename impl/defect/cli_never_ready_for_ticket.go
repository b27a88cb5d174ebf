package defect

// A client that is ready for a ticket, and has none, does not say so.
var _ = defect(Defect{
	Name:     "cli-never-ready-for-ticket",
	Imitates: "RFC 5077 3.2, the opposite of: a client that has no ticket MUST include an empty extension",
	Breaks:   []string{"RFC5077-3.2-CH-EMPTY-WHEN-READY"},
	KilledBy: []string{"conformance"},
	Edits: []Edit{
		{"impl/handshake/hello.go", "h.hello.Ticket = h.policy.TicketEncoding.write(nil)",
			"h.hello.Ticket = nil"},
	},
})
