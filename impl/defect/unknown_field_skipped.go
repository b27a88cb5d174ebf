package defect

// A build passes over the fields of a session that it has never heard of, and resumes it
// without them.
var _ = defect(Defect{
	Name:     "unknown-field-skipped",
	Imitates: "mail of 2021-10-25, the opposite of: \"if the older implementation rejects unrecognized fields, include a new field\"",
	Breaks:   []string{"BENJAMIN2021-ISSUER-FENCES-LEGACY", "BENJAMIN2021-FENCE-BY-FORMAT"},
	KilledBy: []string{"codec/state/generations", "conformance", "fuzz/State", "property/fence-holds"},
	Edits: []Edit{{"impl/session/extra.go",
		`		if len(known) == 0 || known[0].kind != kind || !known[0].decode(s, data) {
			return false
		}
`,
		`		if len(known) == 0 || known[0].kind != kind {
			continue
		}
		if !known[0].decode(s, data) {
			return false
		}
`}},
})
