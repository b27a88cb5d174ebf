package defect

// The server sends the extension to clients that did not offer it.
var _ = defect(Defect{
	Name:     "ems-unsolicited",
	Imitates: "RFC 7627 5.2, \"it MUST NOT include the extension in the ServerHello\", left out",
	Breaks:   []string{"RFC7627-5.2-SERVER-NO-UNSOLICITED", "RFC5246-7.4.1.4-NO-UNSOLICITED-EXT"},
	KilledBy: []string{"conformance", "model", "property/ems-agreed", "property/no-unsolicited-extension"},
	Edits: []Edit{{"impl/handshake/hello.go",
		"EMS:    h.policy.EMS && h.hello.EMS,",
		"EMS:    h.policy.EMS,"}},
})
