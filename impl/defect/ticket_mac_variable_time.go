package defect

// The MAC of a ticket is compared up to the first byte that differs.
var _ = defect(Defect{
	Name:     "ticket-mac-variable-time",
	Imitates: "the class of which netty-tcnative pull request 70 (2015) is one: a comparison of MACs made by hand",
	Breaks:   []string{"RFC5077-5.3-NO-FORGERY"},
	KilledBy: []string{"tests/impl/session"},
	Edits: []Edit{
		{"impl/session/format_cbc.go", "if !hmac.Equal(mac, c.sum(k, covered)) {", "if !equal(mac, c.sum(k, covered)) {"},
		{"impl/session/format_cbc.go", "func pad(text []byte) []byte {",
			"func equal(a, b []byte) bool {\n\tfor i := range a {\n\t\tif a[i] != b[i] {\n\t\t\treturn false\n\t\t}\n\t}\n\treturn true\n}\n\nfunc pad(text []byte) []byte {"},
	},
})
