package defect

// An exporter does not have the length of its context before it.
var _ = defect(Defect{
	Name:     "exporter-context-without-length",
	Imitates: "RFC 5705 4, where the seed is client_random, server_random, context_value_length and context_value",
	Breaks:   []string{"RFC5705-5-ATTACKER-CONTEXT", "RFC5705-4-EXPORTER"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"seeds = append(seeds, binary.BigEndian.AppendUint16(nil, uint16(len(context))), context)",
		"seeds = append(seeds, binary.BigEndian.AppendUint16(nil, 0)[:0], context)"}},
})
