package defect

// A rotation puts the new key in, and then the old ones: between the two the ring opens
// nothing that was sealed before.
var _ = defect(Defect{
	Name:     "stek-rotate-not-atomic",
	Imitates: "HAProxy before 1.9-dev1, h2o issue 423: ticket keys rotate while they are used",
	Breaks:   []string{"RFC5077-5.5-KEYS-ROTATE"},
	KilledBy: []string{"linear/ring"},
	Edits: []Edit{
		{"impl/session/ring.go", "\tkeys := []TicketKey{key}\n\tfor _, k := range r.keys {\n", "\tbefore := r.keys\n\tkeys := []TicketKey{key}\n\tr.keys = keys\n\tr.mu.Unlock()\n\truntime.Gosched()\n\tr.mu.Lock()\n\tfor _, k := range before {\n"},
		{"impl/session/ring.go", "\t\"io\"\n\t\"slices\"\n", "\t\"io\"\n\t\"runtime\"\n\t\"slices\"\n"},
	},
})
