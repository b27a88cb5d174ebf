package defect

// The keys of a resumption are made of the master secret alone.
var _ = defect(Defect{
	Name:     "resumption-reuses-keys",
	Imitates: "RFC 5246 F.1.4: new random values are hashed with the master secret, so that connections of a session have different keys",
	Breaks:   []string{"RFC5246-F.1.4-FRESH-RANDOMS", "REX2009-FRESH-KEYS"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{
		"impl/handshake/finished.go",
		"h.keys = h.keyed().KeyBlock(&h.hello.Random, &h.answer.Random,",
		`client, server := h.hello.Random, h.answer.Random
		if h.resuming != nil {
			client, server = [32]byte{}, [32]byte{}
		}
		h.keys = h.keyed().KeyBlock(&client, &server,`,
	}},
})
