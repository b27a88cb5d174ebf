package defect

// A client that offers a ticket beside an empty session ID takes every answer for a full
// handshake.
var _ = defect(Defect{
	Name:     "cli-empty-sid-ticket-no-lookahead",
	Imitates: "wolfSSL before pull request 6661: without a session ID the client cannot tell by ChangeCipherSpec that the server resumes",
	Breaks:   []string{"RFC5077-3.4-DETECT-BY-NEXT-MESSAGE", "RFC5077-3.4-CH-EMPTY-SID"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Edits:    []Edit{{"impl/handshake/resume.go", "h.undecided = true", "h.undecided = false"}},
})
