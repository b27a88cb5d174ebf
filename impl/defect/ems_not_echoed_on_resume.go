package defect

// The ServerHello of a resumption lacks the extension.
var _ = defect(Defect{
	Name:     "ems-not-echoed-on-resume",
	Imitates: "RFC 4366 3, no extensions in a resumed ServerHello, against RFC 7627 5.3, \"the server MUST include the 'extended_master_secret' extension\"",
	Breaks:   []string{"RFC7627-5.3-SRV-ECHO-ON-RESUME"},
	KilledBy: []string{"conformance", "model", "property/ems-agreed"},
	Edits: []Edit{{"impl/handshake/hello.go",
		"EMS:    h.policy.EMS && h.hello.EMS,",
		"EMS:    h.policy.EMS && h.hello.EMS && h.resuming == nil,"}},
})
