package defect

// A renegotiation may change the version, which counts from the ServerHello on.
var _ = defect(Defect{
	Name:     "reneg-version-active-early",
	Imitates: "ocaml-tls, issue 163 (2014): the new version is that of the records before ChangeCipherSpec",
	Breaks:   []string{"RFC5246-7.1-NEW-SPEC-AFTER-CCS"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/renegotiation.go",
			"if before.Version != now.Version {",
			"if false {"},
		{"impl/handshake/version.go",
			"if h.prior != nil && h.prior.Version <= h.hello.Version {",
			"if false {"},
	},
})
