package defect

// The client takes every server for one that knows RFC 5746.
var _ = defect(Defect{
	Name:     "reneg-cli-flag-always-set",
	Imitates: "RFC 5746 3.4, \"the client MUST check if it includes the 'renegotiation_info' extension\", left out",
	Breaks:   []string{"RFC5746-3.4-CHECK-SH", "RFC5746-4.2-REFUSE-LEGACY"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		`	return h.answer.RenegotiationInfo != nil
`,
		`	return true
`}},
})
