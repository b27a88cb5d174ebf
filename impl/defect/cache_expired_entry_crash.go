package defect

// A session that has expired is dropped, and then looked at.
var _ = defect(Defect{
	Name:     "cache-expired-entry-crash",
	Imitates: "Erlang pull request 5202, ERL-1316: a session that has expired ends the process that keeps the sessions",
	Breaks:   []string{"RFC5246-7.3-MISS-NEW-SID-FULL"},
	KilledBy: []string{"conformance", "model", "codec/clock/cache", "linear/cache", "tests/impl/session"},
	Edits: []Edit{{
		"impl/session/store.go",
		`c.sessions.drop(id)
`,
		`c.sessions.drop(id)
		s = nil
		_ = s.Version
`,
	}},
})
