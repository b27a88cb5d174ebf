package defect

// The extension is taken as offered, and as answered, whatever is in it.
var _ = defect(Defect{
	Name:     "ems-nonempty-accepted",
	Imitates: "tlslite-ng before commit 88e3516 (2017)",
	Breaks:   []string{"RFC7627-5.1-EXT-ENCODING"},
	KilledBy: []string{"codec/trailing/client/extended_master_secret", "codec/trailing/server/extended_master_secret", "tests/impl/wire"},
	Edits: []Edit{
		{"impl/wire/ext_extended_master_secret.go",
			`	decode: func(m *ClientHello, s cryptobyte.String) bool {
		m.EMS = true
		return s.Empty()`,
			`	decode: func(m *ClientHello, s cryptobyte.String) bool {
		m.EMS = true
		return true`},
		{"impl/wire/ext_extended_master_secret.go",
			`	decode: func(m *ServerHello, s cryptobyte.String) bool {
		m.EMS = true
		return s.Empty()`,
			`	decode: func(m *ServerHello, s cryptobyte.String) bool {
		m.EMS = true
		return true`},
	},
})
