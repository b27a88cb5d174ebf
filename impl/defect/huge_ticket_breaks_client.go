package defect

// The client keeps tickets of any length, and has no room for the longest in its hello.
var _ = defect(Defect{
	Name:     "huge-ticket-breaks-client",
	Imitates: "CVE-2015-5291, mbed TLS, and CVE-2022-38153, wolfSSL: the hello that carries a long ticket overflows",
	Breaks:   []string{"RFC5077-3.3-NST-LAYOUT"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/resume.go", "const maxTicket = 1 << 15",
			"const maxTicket = 1 << 16"},
	},
})
