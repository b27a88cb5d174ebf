package defect

// That a handshake resumes is still told of the next one on the connection.
var _ = defect(Defect{
	Name:     "resume-inside-reneg",
	Imitates: "BoringSSL before 4b27d9f8b, wolfSSL before pull request 6557: an abbreviated handshake and a renegotiation on one connection leave a flag behind",
	Breaks:   []string{"RFC5746-3.4-APPLIES-TO-RESUMPTION", "REX2009-WHEN-NEW-SESSION"},
	KilledBy: []string{"conformance", "model", "property/handshake-order", "property/resume-binds"},
	Edits: []Edit{{
		"impl/handshake/renegotiation.go",
		"next := New(h.side, h.cfg)",
		`next := New(h.side, h.cfg)
	next.resuming, next.by = h.resuming, h.by`,
	}},
})
