package defect

// A file of ticket keys in base64 that was cut to the size of a raw key is taken for one.
var _ = defect(Defect{
	Name:     "key-file-of-text-taken",
	Imitates: "RFC 5077 5.5, keys \"generated securely following the randomness recommendations\": the characters of a file that was cut short are none",
	Breaks:   []string{"RFC5077-5.5-KEYS-RANDOM"},
	KilledBy: []string{"codec/truncated/keys/haproxy-48", "tests/impl/session"},
	Edits:    []Edit{{"impl/session/keyfile.go", "ok && !isText(data) {", "ok {"}},
})
