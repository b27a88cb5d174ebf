package defect

// An exporter has no label reserved.
var _ = defect(Defect{
	Name:     "exporter-takes-reserved-label",
	Imitates: "RFC 5705 4 left out: a caller that exports under \"key expansion\" has the keys of the connection",
	Breaks:   []string{"RFC5705-4-LABEL-PREFIX"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"case slices.Contains(reservedLabels, label):",
		"case false:"}},
})
