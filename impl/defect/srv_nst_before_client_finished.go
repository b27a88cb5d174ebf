package defect

// In a full handshake the server sends the ticket when the client changes its keys: who
// has none gets it, too. It is hashed where it belongs, so that handshakes complete.
var _ = defect(Defect{
	Name:     "srv-nst-before-client-finished",
	Imitates: "RFC 5077 3.3, the opposite of: the server MUST verify the client's Finished before it sends the ticket",
	Breaks:   []string{"RFC5077-3.3-NST-AFTER-CLIENT-FINISHED", "RFC5077-3.1-NST-PLACEMENT"},
	KilledBy: []string{"conformance", "model", "property/handshake-order", "property/ticket-after-client-finished"},
	Edits: []Edit{
		{"impl/handshake/handshake.go", "presented []byte ",
			`early     wire.Message // the ticket that went before its place
	presented []byte `},
		{"impl/handshake/step.go", "h.changeCipherSpec(false)",
			`h.changeCipherSpec(false)
		if h.side == Server && h.resuming == nil && h.answer.Ticket {
			body, err := h.makeNewSessionTicket()
			if err != nil {
				return nil, err
			}
			if h.early, err = wire.Encode(body); err != nil {
				return nil, because(InternalFailure, err)
			}
			h.transmit(h.early, body)
		}`},
		{"impl/handshake/step.go", "case s.Kind == wire.KindChangeCipherSpec && s.Silent:",
			`case s.Kind == wire.KindNewSessionTicket && h.early.Raw != nil:
		h.hash(h.early)
		h.early = wire.Message{}
		return nil
	case s.Kind == wire.KindChangeCipherSpec && s.Silent:`},
	},
})
