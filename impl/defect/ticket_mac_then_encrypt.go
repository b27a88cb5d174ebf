package defect

// A ticket is decrypted before its MAC is looked at, and bad padding is told apart.
var _ = defect(Defect{
	Name:     "ticket-mac-then-encrypt",
	Imitates: "the pattern of CVE-2015-3220 (tlslite-ng) and CVE-2019-1559 (OpenSSL): two kinds of errors are an oracle",
	Breaks:   []string{"RFC5077-4-MAC-COVERAGE"},
	KilledBy: []string{"codec/ticket/bit-flips", "tests/impl/session"},
	Edits: []Edit{
		{"impl/session/format_cbc.go", "\tif !hmac.Equal(mac, c.sum(k, covered)) {\n\t\treturn nil, false\n\t}\n\treturn c.decrypt(k, covered[nameSize:])",
			"\ttext, ok := c.decrypt(k, covered[nameSize:])\n\tif !ok {\n\t\treturn nil, false\n\t}\n\treturn text, hmac.Equal(mac, c.sum(k, covered))"},
		{"impl/session/ticket.go", "\tif text, ok := k.Form.open(&k, ticket); !ok || state.Unmarshal(text) != nil {\n\t\treturn nil, ErrNotOpened",
			"\tif text, ok := k.Form.open(&k, ticket); !ok || state.Unmarshal(text) != nil {\n\t\tif text != nil {\n\t\t\treturn nil, fmt.Errorf(\"%w: its MAC\", ErrNotOpened)\n\t\t}\n\t\treturn nil, ErrNotOpened"},
	},
})
