package defect

// tls-unique is the Finished message with its header.
var _ = defect(Defect{
	Name:     "tls-unique-with-header",
	Imitates: "RFC 5929 3.1 read with RFC 5246 7.4: \"The TLS Finished struct\" is what the message has in it",
	Breaks:   []string{"RFC5929-3.1-STRUCT-NOT-RECORD"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"return slices.Clone(a.TLSUnique), nil",
		"return append([]byte{20, 0, 0, byte(len(a.TLSUnique))}, a.TLSUnique...), nil"}},
})
