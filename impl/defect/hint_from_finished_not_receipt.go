package defect

// A client counts the hint from when the handshake ended, and not from when the ticket
// came in it.
var _ = defect(Defect{
	Name:     "hint-from-finished-not-receipt",
	Imitates: "RFC 5077 3.3, where the lifetime is \"relative to when the ticket is received\"",
	Breaks:   []string{"RFC5077d-3.3-HINT-RELATIVE-TO-RECEIPT"},
	KilledBy: []string{"conformance", "property/offer-within-hint"},
	Edits: []Edit{{"impl/handshake/resume.go",
		"s.Ticket, s.Hint, s.Received = h.ticket.Ticket, h.ticket.LifetimeHint, h.received",
		"s.Ticket, s.Hint = h.ticket.Ticket, h.ticket.LifetimeHint"}},
})
