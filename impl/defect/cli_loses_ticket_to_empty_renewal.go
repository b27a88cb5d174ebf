package defect

// A client whose ticket is to be renewed, and gets one of no bytes, drops the one that it
// has.
var _ = defect(Defect{
	Name:     "cli-loses-ticket-to-empty-renewal",
	Imitates: "RFC 5077 3.3 read carelessly: an empty ticket says that there is no new one, and nothing of the old",
	Breaks:   []string{"RFC5077-3.3-ZERO-LENGTH-NST"},
	KilledBy: []string{"conformance", "model", "property/held-session-offered"},
	Edits: []Edit{
		{"impl/handshake/resume.go", "h.effects = append(h.effects, Done{h.agreement()})",
			`if h.ticket != nil && len(h.ticket.Ticket) == 0 && h.offered != nil {
		h.effects = append(h.effects, Forget{Session: h.offered})
	}
	h.effects = append(h.effects, Done{h.agreement()})`},
	},
})
