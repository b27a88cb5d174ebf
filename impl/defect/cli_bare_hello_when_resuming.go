package defect

// A client that offers a session leaves out the server_name.
var _ = defect(Defect{
	Name:     "cli-bare-hello-when-resuming",
	Imitates: "RFC 6066 1.1 and 3: a client that resumes SHOULD send the extensions that it would send otherwise, and the same server_name",
	Breaks:   []string{"RFC6066-1.1-SAME-EXTS", "RFC6066-3-CLIENT-SAME-SNI", "RFC5246-7.4.1.4-SAME-EXTS-WHEN-RESUMING"},
	KilledBy: []string{"conformance"},
	Edits: []Edit{{
		"impl/handshake/hello.go",
		"h.hello.Version = h.offeredVersion()",
		`if h.offered != nil {
		h.hello.ServerName = ""
	}
	h.hello.Version = h.offeredVersion()`,
	}},
})
