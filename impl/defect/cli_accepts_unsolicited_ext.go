package defect

// The client passes over extensions of the ServerHello that it has not offered.
var _ = defect(Defect{
	Name:     "cli-accepts-unsolicited-ext",
	Imitates: "RFC 5246 7.4.1.4, the opposite of: the client MUST abort with unsupported_extension",
	Breaks:   []string{"RFC5246-7.4.1.4-CLIENT-REJECTS-UNSOLICITED"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/hello.go", `return because(ExtensionNotOffered, fmt.Errorf("extension %d", id))`,
			"continue"},
	},
})
