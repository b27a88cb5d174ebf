package defect

// The records of the client change to encrypt-then-MAC, or back, with the ServerHello.
var _ = defect(Defect{
	Name:     "reneg-etm-change",
	Imitates: "OpenSSL before 1.1.0e (CVE-2017-3733): the flag is one of the connection, and the record layer looks at it before ChangeCipherSpec",
	Breaks:   []string{"RFC7366-3.1-NO-DOWNGRADE", "RFC5246-7.1-NEW-SPEC-AFTER-CCS"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/endpoint/endpoint.go",
			`		e.out.SetVersion(hello.Version)
`,
			`		e.out.SetVersion(hello.Version)
		e.in.SetEncryptThenMAC(hello.EncryptThenMAC)
`},
		{"impl/record/in.go",
			`	in.opener, in.seq = o, sequence{}
`,
			`	in.opener, in.seq, in.keys = o, sequence{}, k
`},
		{"impl/record/in.go",
			`	opener  opener       // nil: not protected
`,
			`	opener  opener       // nil: not protected
	keys    Keys
`},
		{"impl/record/in.go",
			"// Next gives the next",
			`// SetEncryptThenMAC is at once that of the records.
func (in *In) SetEncryptThenMAC(on bool) {
	if in.opener != nil && in.keys.EncryptThenMAC != on {
		in.keys.EncryptThenMAC = on
		if o, err := newOpener(in.keys, in.version); err == nil {
			in.opener = o
		}
	}
}

// Next gives the next`},
	},
})
