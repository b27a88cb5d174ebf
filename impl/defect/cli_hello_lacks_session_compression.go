package defect

// A client that offers a session offers another compression than the session's.
var _ = defect(Defect{
	Name:     "cli-hello-lacks-session-compression",
	Imitates: "RFC 5246 7.4.1.2: compression_methods of a hello with a session ID MUST include that of the session",
	Breaks:   []string{"RFC5246-7.4.1.2-CH-HAS-SESSION-COMPRESSION"},
	KilledBy: []string{"conformance"},
	Edits: []Edit{{
		"impl/handshake/hello.go",
		"h.hello.Version = h.offeredVersion()",
		`if h.offered != nil {
		h.hello.Compressions = []byte{1}
	}
	h.hello.Version = h.offeredVersion()`,
	}},
})
