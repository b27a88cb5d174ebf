package defect

// The client does not offer the extension together with a session.
var _ = defect(Defect{
	Name:     "ems-left-out-of-resumption",
	Imitates: "RFC 7627 5.3, \"the client MUST send the 'extended_master_secret' extension\", left out",
	Breaks:   []string{"RFC7627-5.3-CH-EXT-WHEN-RESUMING", "RFC7627-5.2-CLIENT-ALWAYS-OFFERS"},
	KilledBy: []string{"conformance", "model", "property/ems-offered"},
	Edits: []Edit{{"impl/handshake/hello.go",
		`	h.offer()
`,
		`	h.offer()
	h.hello.EMS = h.hello.EMS && h.offered == nil
`}},
})
