package defect

// A client that renegotiates with a server of before RFC 5746 does not signal it.
var _ = defect(Defect{
	Name:     "reneg-legacy-cli-no-signal",
	Imitates: "RFC 5746 4.2, \"MUST provide either the TLS_EMPTY_RENEGOTIATION_INFO_SCSV SCSV or 'renegotiation_info'\", left out",
	Breaks:   []string{"RFC5746-4.2-LEGACY-CH-SIGNAL"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		`	case h.policy.Unpatched:
	case h.prior != nil:
`,
		`	case h.policy.Unpatched || h.prior != nil && !h.secure():
	case h.prior != nil:
`}},
})
