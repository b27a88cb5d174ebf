package defect

// The server does not answer the signal of a hello that resumes.
var _ = defect(Defect{
	Name:     "reneg-answer-missing-on-resume",
	Imitates: "RFC 5746 3.6 left out of the code that resumes: it applies \"to both full handshakes and session-resumption handshakes\"",
	Breaks:   []string{"RFC5746-3.6-REPLY", "RFC5746-3.4-APPLIES-TO-RESUMPTION"},
	KilledBy: []string{"conformance", "property/ri-signalled"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"case h.prior == nil && h.signalled():",
		"case h.prior == nil && h.resuming == nil && h.signalled():"}},
})
