package defect

// An end that gives up says so at the level of a warning: its peer waits for more.
var _ = defect(Defect{
	Name:     "fatal-alert-as-warning",
	Imitates: "RFC 5246 7.2.2, the opposite of: an alert whose sender intends to close the connection at once MUST be fatal",
	Breaks:   []string{"RFC5246-7.2.2-ALERT-LEVEL-FATAL"},
	KilledBy: []string{"conformance", "property/alert-levels"},
	Edits: []Edit{
		{"impl/endpoint/alert.go", "[]byte{byte(wire.Fatal), byte(a)}",
			"[]byte{byte(wire.Warning), byte(a)}"},
	},
})
