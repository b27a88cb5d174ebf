package defect

// The client renegotiates with a server that does not answer the extension.
var _ = defect(Defect{
	Name:     "reneg-cli-accepts-missing-ri",
	Imitates: "RFC 5746 3.5, \"if it is not, the client MUST abort the handshake\", left out",
	Breaks:   []string{"RFC5746-3.5-SH-PRESENT"},
	KilledBy: []string{"conformance", "model", "property/ri-chain"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		`		return h.initialSignal(info, info != nil)
	}
`,
		`		return h.initialSignal(info, info != nil)
	case info == nil:
		return None
	}
`}},
})
