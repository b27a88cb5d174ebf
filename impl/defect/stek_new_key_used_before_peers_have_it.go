package defect

// A server that is given the keys of another at once has a newer one of its own: it opens
// the other's tickets, and the other none of its.
var _ = defect(Defect{
	Name:     "stek-new-key-used-before-peers-have-it",
	Imitates: "h2o pull request 1444 (not_before, 2017): a server seals under a key that the others do not have yet",
	Breaks:   []string{"RFC5077-5.5-KEYS-ROTATE"},
	KilledBy: []string{"conformance", "model"},
	Seams:    operating("share", and("rotate")),
})
