package defect

// A ticket key has a random name, and zeros for all that is secret.
var _ = defect(Defect{
	Name:     "stek-zero",
	Imitates: "CVE-2020-13777 (GnuTLS): until the first rotation tickets are sealed under a key that everybody knows",
	Breaks:   []string{"RFC5077-5.5-KEYS-RANDOM"},
	KilledBy: []string{"codec/ticket/one-key", "tests/impl/session", "model"},
	Edits:    []Edit{{"impl/session/ticket.go", "[][]byte{k.Name[:], k.AES, k.MAC} {", "[][]byte{k.Name[:]} {"}},
})
