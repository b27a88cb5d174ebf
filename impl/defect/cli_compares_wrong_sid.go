package defect

// The client looks for the ID that it keeps, where it has sent one that it made up for a
// ticket.
var _ = defect(Defect{
	Name:     "cli-compares-wrong-sid",
	Imitates: "wolfSSL before pull request 8097, rustls before 185494682: whether the server resumes is told by the cached session ID, not by the one that was offered",
	Breaks:   []string{"RFC5077-3.4-DETECT-BY-NEXT-MESSAGE"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Edits: []Edit{{
		"impl/handshake/resume.go",
		"return len(h.hello.SessionID) > 0 && bytes.Equal(h.hello.SessionID, h.answer.SessionID)",
		"return h.offered != nil && len(h.offered.ID) > 0 && bytes.Equal(h.offered.ID, h.answer.SessionID)",
	}},
})
