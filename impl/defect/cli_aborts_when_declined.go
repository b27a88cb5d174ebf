package defect

// A client does not go on when the server does not resume.
var _ = defect(Defect{
	Name:     "cli-aborts-when-declined",
	Imitates: "RFC 5246 7.4.1.3: a client MUST be prepared for a full negotiation, though it offers a session",
	Breaks:   []string{"RFC5246-7.4.1.3-CLIENT-READY-FOR-FULL"},
	KilledBy: []string{"conformance", "property/fallback", "property/rollout-safe"},
	Edits: []Edit{{
		"impl/handshake/resume.go",
		"case h.offered != nil && len(h.hello.SessionID) == 0:",
		`case h.offered != nil && len(h.hello.SessionID) > 0:
		return because(ResumedNothing, nil)
	case h.offered != nil:`,
	}},
})
