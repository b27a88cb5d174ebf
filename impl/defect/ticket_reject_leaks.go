package defect

// A ring keeps every ticket that it has refused.
var _ = defect(Defect{
	Name:     "ticket-reject-leaks",
	Imitates: "CVE-2014-3567 (OpenSSL), PolarSSL 1.3.5: the memory of a refused ticket is not given back",
	Breaks:   []string{"RFC5077-5.4-CHEAP-VERIFY"},
	KilledBy: []string{"codec/ticket/lets-go"},
	Edits: []Edit{
		{"impl/session/ring.go", "\treturn nil, ErrNotOpened\n}\n\nfunc (r *Ring) window()",
			"\tr.refused(ticket)\n\treturn nil, ErrNotOpened\n}\n\n" +
				"func (r *Ring) refused(ticket []byte) {\n\tr.mu.Lock()\n\tdefer r.mu.Unlock()\n\tr.kept = append(r.kept, ticket)\n}\n\n" +
				"func (r *Ring) window()"},
		{"impl/session/ring.go", "keys []TicketKey // newest first; replaced, never changed in place",
			"keys []TicketKey // newest first; replaced, never changed in place\n\tkept [][]byte"},
	},
})
