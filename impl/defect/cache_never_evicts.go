package defect

// A full cache makes no room.
var _ = defect(Defect{
	Name:     "cache-never-evicts",
	Imitates: "CVE-2024-2511 (OpenSSL), ERL-1458 (Erlang): sessions are never taken out, and the cache grows without bound",
	Breaks:   []string{"RFC5246-F.1.4-24H"},
	KilledBy: []string{"linear/cache-bounded", "tests/impl/session"},
	Edits:    []Edit{{"impl/session/bounded.go", "if b.len() > b.capacity {", "if b.len() < 0 {"}},
})
