package defect

// The client derives the master secret as before RFC 7627, whatever both hellos say.
var _ = defect(Defect{
	Name:     "ems-negotiated-but-legacy-derivation",
	Imitates: "RFC 7627 5.1, \"both client and server MUST use the extended master secret derivation algorithm\", at one end alone",
	Breaks:   []string{"RFC7627-5.1-USE-IF-AGREED", "RFC7627-4-DERIVATION"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Edits: []Edit{{"impl/handshake/finished.go",
		"if h.negotiated.ems {",
		"if h.negotiated.ems && h.side == Server {"}},
})
