package defect

// A server that serves both forms takes 00 02 00 00 for a ticket of two bytes: it declines
// it, and answers in the form that the client does not have.
var _ = defect(Defect{
	Name:     "ticket-4507-empty-form",
	Imitates: "RFC 5077 Appendix A: an RFC 4507 implementation \"may have encoded\" the empty extension in two ways",
	Breaks:   []string{"RFC5077d-A-EMPTY-EXT-TWO-FORMS"},
	KilledBy: []string{"codec/session-ticket/encodings"},
	Edits: []Edit{{"impl/handshake/ticket_encoding.go",
		"case as == EitherTicket && (!ok || h.opens(data)):", "case as == EitherTicket && (!ok || len(inner) == 0 || h.opens(data)):"}},
})
