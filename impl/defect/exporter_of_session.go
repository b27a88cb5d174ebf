package defect

// An exporter has none of the randoms: it is of the session.
var _ = defect(Defect{
	Name:     "exporter-of-session",
	Imitates: "the mail of 2009-10-28 suggests to \"derive\" the binding from the cached master secret; RFC 5705 4 has both randoms of the connection",
	Breaks:   []string{"RFC5705-4-PER-CONNECTION", "RFC5705-4-EXPORTER"},
	KilledBy: []string{"conformance", "property/binding-apart"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"seeds := [][]byte{a.randoms[Client][:], a.randoms[Server][:]}",
		"seeds := [][]byte{}"}},
})
