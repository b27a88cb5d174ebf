package defect

// The client derives the extended master secret although the server has not answered.
var _ = defect(Defect{
	Name:     "ems-derivation-unagreed",
	Imitates: "RFC 7627 5.2, \"they MUST use the standard master secret derivation for the new session\", left out at one end",
	Breaks:   []string{"RFC7627-5.2-LEGACY-DERIVATION"},
	KilledBy: []string{"conformance", "property/rollout-safe"},
	Edits: []Edit{{"impl/handshake/finished.go",
		"if h.negotiated.ems {",
		"if h.negotiated.ems || h.side == Client && h.hello.EMS {"}},
})
