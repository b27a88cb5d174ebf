package defect

// A session ID that is known comes before the ticket.
var _ = defect(Defect{
	Name:     "id-looked-up-beside-ticket",
	Imitates: "RFC 5077 3.4: where a ticket is presented, the session ID MUST NOT be used for a stateful resumption",
	Breaks:   []string{"RFC5077-3.4-NO-STATEFUL-WHEN-TICKET"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits: []Edit{{
		"impl/handshake/resume.go",
		`switch {
	case h.policy.Tickets && len(h.presented) > 0:`,
		`if h.policy.Cache {
		if state, ok := h.cfg.Lookup(h.hello.SessionID, h.now); ok {
			return state, ByID
		}
	}
	switch {
	case h.policy.Tickets && len(h.presented) > 0:`,
	}},
})
