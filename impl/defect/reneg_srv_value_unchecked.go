package defect

// The server renegotiates with a hello that has the extension, whatever is in it.
var _ = defect(Defect{
	Name:     "reneg-srv-value-unchecked",
	Imitates: "RFC 5746 3.7, \"if it is not, the server MUST abort the handshake\", left out",
	Breaks:   []string{"RFC5746-3.7-VALUE-CHECKED"},
	KilledBy: []string{"conformance", "model", "property/ri-chain"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"return h.laterSignal(info, h.prior.verify[Client])",
		"return h.laterSignal(info, info)"}},
})
