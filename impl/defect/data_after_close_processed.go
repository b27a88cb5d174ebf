package defect

// An end that has answered close_notify takes what still comes.
var _ = defect(Defect{
	Name:     "data-after-close-processed",
	Imitates: "RFC 5246 7.2.1, the opposite of: \"Any data received after a closure alert is ignored.\"",
	Breaks:   []string{"RFC5246-7.2.1-IGNORE-AFTER-CLOSE"},
	KilledBy: []string{"conformance", "model", "property/nothing-after-end"},
	Edits: []Edit{
		{"impl/endpoint/alert.go", `e.closeNotify()
		e.dead = true`,
			"e.closeNotify()"},
	},
})
