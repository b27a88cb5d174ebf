package defect

// How a session was found is told of the full handshake that its being declined leads to.
var _ = defect(Defect{
	Name:     "declined-session-reported-as-resumed",
	Imitates: "RFC 5077 3.2: a server that declines a ticket does a full handshake, and tells its application of a resumption",
	Breaks:   []string{"RFC5077-3.2-BAD-TICKET-FALLBACK", "RFC4366-3-DENIED-NEGOTIATE-NORMALLY"},
	KilledBy: []string{"conformance", "model", "property/ends-agree", "property/handshake-order", "property/resume-binds"},
	Edits: []Edit{{
		"impl/handshake/resume.go",
		`if reason == None {
		h.resume(state, by)`,
		`h.by = by
	if reason == None {
		h.resume(state, by)`,
	}},
})
