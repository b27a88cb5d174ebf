package defect

// A format that is not RFC 5077's covers the state with its tag, and does not encrypt it.
var _ = defect(Defect{
	Name:     "alternative-format-unencrypted",
	Imitates: "RFC 5077 5.7 and RFC 9325 3.4 half read: the ticket of another format is authenticated alone",
	Breaks:   []string{"RFC5077-5.7-ALT-FORMAT-PROTECTED", "RFC9325-3.4-RESUME-INFO-PROTECTED", "RFC5077-5-AUTHENTICATE-AND-ENCRYPT"},
	KilledBy: []string{"codec/ticket/conceals", "tests/impl/session"},
	Edits: []Edit{
		{"impl/session/format_gcm.go", "return k.gcm().Seal(dst, nonce, text, k.Name[:]), nil",
			"return append(append(dst, text...), k.gcm().Seal(nil, nonce, nil, slices.Concat(k.Name[:], text))...), nil"},
		{"impl/session/format_gcm.go", "text, err := k.gcm().Open(nil, nonce, sealed, ticket[:nameSize])",
			"text, tag := sealed[:len(sealed)-gcmTag], sealed[len(sealed)-gcmTag:]\n\t_, err := k.gcm().Open(nil, nonce, tag, slices.Concat(ticket[:nameSize], text))"},
		{"impl/session/format_gcm.go", "import \"crypto/cipher\"", "import (\n\t\"crypto/cipher\"\n\t\"slices\"\n)"},
	},
})
