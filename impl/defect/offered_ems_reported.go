package defect

// Each end reports, and keeps with the session, whether the client has offered the extension.
var _ = defect(Defect{
	Name:     "offered-ems-reported",
	Imitates: "RFC 7627 5.4, the flag is set by the offer and not by the answer to it",
	Breaks:   []string{"RFC7627-5.4-SESSION-FLAG"},
	KilledBy: []string{"conformance", "model", "property/ems-agreed"},
	Edits: []Edit{{"impl/handshake/hello.go",
		"ems: h.answer.EMS, etm",
		"ems: h.hello.EMS, etm"}},
})
