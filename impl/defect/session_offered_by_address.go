package defect

// A client keeps its sessions by whom it connects to, and not by the name that it asks
// for.
var _ = defect(Defect{
	Name:     "session-offered-by-address",
	Imitates: "RFC 6066 3: a client SHOULD include the same server_name when it resumes",
	Breaks:   []string{"RFC6066-3-CLIENT-SAME-SNI"},
	KilledBy: []string{"conformance", "model", "property/offer-under-own-name"},
	Edits:    []Edit{{"impl/script/fleet.go", "key := whom.name", "key := whom.server"}},
})
