package defect

// The server does not answer the signal of a first hello.
var _ = defect(Defect{
	Name:     "reneg-srv-no-answer",
	Imitates: "RFC 5746 3.6, \"the server MUST include an empty 'renegotiation_info' extension in the ServerHello\", left out",
	Breaks:   []string{"RFC5746-3.6-REPLY"},
	KilledBy: []string{"conformance", "model", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"case h.prior == nil && h.signalled():",
		"case false:"}},
})
