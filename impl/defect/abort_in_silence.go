package defect

// An end that gives up does not say so.
var _ = defect(Defect{
	Name:     "abort-in-silence",
	Imitates: "RFC 5246 7.2.2, the opposite of: the party that finds an error sends an alert, and a fatal one before it closes",
	Breaks:   []string{"RFC5246-7.2.2-SEND-ALERT-BEFORE-CLOSE"},
	KilledBy: []string{"conformance", "model"},
	Edits: []Edit{
		{"impl/endpoint/alert.go", "wire := e.fatal(a.Alert())",
			"var wire []byte"},
	},
})
