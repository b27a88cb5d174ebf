package defect

// The length of a session ID is what its byte says.
var _ = defect(Defect{
	Name:     "sid-overlong-accepted",
	Imitates: "CVE-2002-0656 (OpenSSL), CVE-2014-3466 (GnuTLS): a session ID of more than 32 bytes overruns the array that it is read into",
	Breaks:   []string{"RFC5246-7.4.1.2-SID-LENGTH"},
	KilledBy: []string{"tests/impl/wire"},
	Edits: []Edit{
		{
			"impl/wire/client_hello.go",
			"!vector8(&s, &m.SessionID, 0) || len(m.SessionID) > 32",
			"!vector8(&s, &m.SessionID, 0)",
		},
		{
			"impl/wire/server_hello.go",
			"!vector8(&s, &m.SessionID, 0) || len(m.SessionID) > 32",
			"!vector8(&s, &m.SessionID, 0)",
		},
	},
})
