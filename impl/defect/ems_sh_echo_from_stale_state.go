package defect

// In a renegotiation the server answers the extension of the hello before.
var _ = defect(Defect{
	Name:     "ems-sh-echo-from-stale-state",
	Imitates: "OpenSSL, issue 9754 (2019): what the first handshake has negotiated is not reset",
	Breaks:   []string{"RFC7627-5.2-SERVER-NO-UNSOLICITED", "RFC5246-7.4.1.4-NO-UNSOLICITED-EXT"},
	KilledBy: []string{"conformance", "model", "property/ems-agreed", "property/no-unsolicited-extension"},
	Edits: []Edit{{"impl/handshake/hello.go",
		"EMS:    h.policy.EMS && h.hello.EMS,",
		"EMS:    h.policy.EMS && (h.hello.EMS || h.prior != nil && h.prior.EMS),"}},
})
