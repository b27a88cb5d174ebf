package defect

// The server says the client's random for its own.
var _ = defect(Defect{
	Name:     "srv-random-repeats",
	Imitates: "RFC 5246 7.4.1.3, the opposite of: the random \"MUST be independently generated from the ClientHello.random\"",
	Breaks:   []string{"RFC5246-7.4.1.3-RANDOM-INDEPENDENT", "RFC5246-F.1.4-FRESH-RANDOMS"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/hello.go", "io.ReadFull(h.cfg.Rand, h.answer.Random[:])",
			"io.ReadFull(bytes.NewReader(h.hello.Random[:]), h.answer.Random[:])"},
	},
})
