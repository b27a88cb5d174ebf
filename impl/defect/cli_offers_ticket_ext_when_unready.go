package defect

// A client with tickets turned off says that it is ready for one.
var _ = defect(Defect{
	Name:     "cli-offers-ticket-ext-when-unready",
	Imitates: "rustls, commit 0f5b44d5f (2025), which has the test that a client without tickets does not offer the extension",
	Breaks:   []string{"RFC5077-3.2-CH-ABSENT-WHEN-UNREADY"},
	KilledBy: []string{"conformance", "model"},
	Edits: []Edit{
		{"impl/handshake/hello.go", "if h.policy.Tickets {",
			"{"},
	},
})
