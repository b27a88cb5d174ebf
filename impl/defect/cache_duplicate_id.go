package defect

// A session that is put again has two slots: when the older one is evicted, the newer one
// is gone.
var _ = defect(Defect{
	Name:     "cache-duplicate-id",
	Imitates: "OpenSSL before 0.9.5: two threads load one ID from an external store, and the second insertion does not see the first",
	Breaks:   []string{"REX2009-PARALLEL-RESUME"},
	KilledBy: []string{"linear/cache", "linear/cache-bounded", "tests/impl/session"},
	Edits: []Edit{{
		"impl/session/bounded.go",
		`b.drop(key)
	b.places[key]`,
		"b.places[key]",
	}},
})
