package defect

// The client keeps the session ID of the ServerHello beside the ticket, and sends it where
// it offers the ticket.
var _ = defect(Defect{
	Name:     "cli-keeps-sid-beside-ticket",
	Imitates: "rustls pull request 1251 (2023): a client stores both",
	Breaks:   []string{"RFC5077-3.4-TICKET-DISPLACES-SID"},
	KilledBy: []string{"conformance", "model"},
	Edits: []Edit{
		{"impl/handshake/resume.go", "s.Ticket, s.Hint, s.Received = h.ticket.Ticket, h.ticket.LifetimeHint, h.received",
			`s.Ticket, s.Hint, s.Received = h.ticket.Ticket, h.ticket.LifetimeHint, h.received
		s.ID = bytes.Clone(h.answer.SessionID)`},
		{"impl/handshake/hello.go", "h.hello.Ticket, h.offered = h.policy.TicketEncoding.write(s.Ticket), s",
			`h.hello.Ticket, h.offered = h.policy.TicketEncoding.write(s.Ticket), s
		h.hello.SessionID = bytes.Clone(s.ID)`},
	},
})
