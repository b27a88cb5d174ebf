package defect

// A record that does not open ends the connection alone.
var _ = defect(Defect{
	Name:     "record-error-keeps-session",
	Imitates: `The mail of 2009-10-31: an error of the record layer means that "an attack is underway", and the session is to be flushed`,
	Breaks:   []string{"DERRICO2009-RECORD-ERRORS-FLUSH", "RFC5246-7.2.2-NO-RESUME-AFTER-FATAL"},
	KilledBy: []string{"conformance", "property/no-resume-after-fatal"},
	Edits: []Edit{{
		"impl/endpoint/endpoint.go",
		"e.abort(&handshake.Abort{Reason: e.refusal(err)})",
		"e.announce(&handshake.Abort{Reason: e.refusal(err)})",
	}},
})
