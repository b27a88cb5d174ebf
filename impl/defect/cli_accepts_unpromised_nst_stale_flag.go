package defect

// What the ServerHello of the handshake before has promised still holds in a
// renegotiation: the client takes a ticket there that nobody has promised.
var _ = defect(Defect{
	Name:     "cli-accepts-unpromised-nst-stale-flag",
	Imitates: "OpenSSL before 1.0.1k (2015): a client goes by the extensions of the first handshake in those that follow",
	Breaks:   []string{"RFC5077-3.3-NST-ONLY-IF-PROMISED"},
	KilledBy: []string{"conformance", "model", "property/handshake-order"},
	Edits: []Edit{
		{"impl/handshake/renegotiation.go", "type prior struct {",
			`type prior struct {
	promised bool`},
		{"impl/handshake/renegotiation.go", "Agreement: h.agreement(), verify: h.verify,",
			"promised: h.answer.Ticket, Agreement: h.agreement(), verify: h.verify,"},
		{"impl/handshake/order.go", "func ifPromised(h *Handshake) Need { return must(h.answer.Ticket) }",
			`func ifPromised(h *Handshake) Need {
	if h.side == Client && !h.answer.Ticket && h.prior != nil && h.prior.promised {
		return May
	}
	return must(h.answer.Ticket)
}`},
	},
})
