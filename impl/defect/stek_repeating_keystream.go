package defect

// Every ticket has the same IV.
var _ = defect(Defect{
	Name:     "stek-repeating-keystream",
	Imitates: "Hebrok and others, USENIX Security 2023: servers whose tickets repeat a keystream",
	Breaks:   []string{"RFC5077-5.2-STRONG-PROTECTION"},
	KilledBy: []string{"codec/ticket/fresh-iv", "tests/impl/session", "property/names-fresh"},
	Edits:    []Edit{{"impl/session/ticket.go", "io.ReadFull(rand, nonce); err", "io.ReadFull(rand, make([]byte, len(nonce))); err"}},
})
