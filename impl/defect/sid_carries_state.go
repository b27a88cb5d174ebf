package defect

// What is printed of a session has its master secret.
var _ = defect(Defect{
	Name:     "sid-carries-state",
	Imitates: "nginx before 1.5.10 (2014): $ssl_session_id in a log is the whole serialized session",
	Breaks:   []string{"RFC5246-7.4.1.2-SID-NO-SECRETS"},
	KilledBy: []string{"tests/impl/session"},
	Edits: []Edit{
		{"impl/session/state.go", "s.Version, s.Suite, s.Client.Auth, s.Created.Unix())",
			`s.Version, s.Suite, s.Client.Auth, s.Created.Unix())
	fmt.Fprintf(&b, " master=%x", s.Master)`},
	},
})
