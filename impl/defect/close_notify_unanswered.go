package defect

// An end that is told close_notify says nothing.
var _ = defect(Defect{
	Name:     "close-notify-unanswered",
	Imitates: "RFC 5246 7.2.1, the opposite of: the other party MUST respond with a close_notify of its own",
	Breaks:   []string{"RFC5246-7.2.1-CLOSE-REPLY"},
	KilledBy: []string{"conformance", "model", "property/close-answered"},
	Edits: []Edit{
		{"impl/endpoint/alert.go", `e.closeNotify()
		e.dead = true`,
			"e.dead = true"},
	},
})
