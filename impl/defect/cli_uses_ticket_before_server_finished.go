package defect

// The client keeps the session as soon as its ticket comes.
var _ = defect(Defect{
	Name:     "cli-uses-ticket-before-server-finished",
	Imitates: "BoringSSL before commit 10a76acb0 (2021): the mark of a session that is not yet to be resumed goes too early",
	Breaks:   []string{"RFC5077-3.3-TICKET-UNUSABLE-UNTIL-SERVER-FINISHED", "RFC5246-7.4.1.2-SID-VALID-AFTER-FINISHED"},
	KilledBy: []string{"conformance", "model", "property/offer-from-server"},
	Edits: []Edit{
		{"impl/handshake/ticket.go", "h.ticket, h.received = m, h.now",
			`h.ticket, h.received = m, h.now
	if s := h.clientSession(); s != nil {
		h.effects = append(h.effects, Save{Session: s})
	}`},
	},
})
