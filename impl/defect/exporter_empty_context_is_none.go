package defect

// An exporter takes an empty context for none.
var _ = defect(Defect{
	Name:     "exporter-empty-context-is-none",
	Imitates: "RFC 5705 4, \"If no context is provided\" taken for a context of no bytes, which has its length before it",
	Breaks:   []string{"RFC5705-4-EXPORTER", "RFC9266-2-INPUTS"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"if context != nil {",
		"if len(context) > 0 {"}},
})
