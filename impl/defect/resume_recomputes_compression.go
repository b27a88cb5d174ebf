package defect

// A server that resumes takes the first compression of the hello.
var _ = defect(Defect{
	Name:     "resume-recomputes-compression",
	Imitates: "OpenSSL before 1.0.0: the compression of a resumption is chosen anew",
	Breaks:   []string{"RFC5246-7.4.1.3-SH-COMPRESSION-FROM-SESSION"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{
		"impl/handshake/hello.go",
		"h.setSentinel()",
		`if h.resuming != nil {
		h.answer.Compression = h.hello.Compressions[0]
	}
	h.setSentinel()`,
	}},
})
