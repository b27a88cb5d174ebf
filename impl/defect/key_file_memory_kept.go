package defect

// The keys of a file are in the memory that it was read to. Who clears that, since it holds
// secrets, has keys of zeros.
var _ = defect(Defect{
	Name:     "key-file-memory-kept",
	Imitates: "CVE-2020-13777, GnuTLS: tickets that are sealed by a key of zeros, since the key was not copied to where it is used",
	Breaks:   []string{"RFC5077-5.5-KEYS-RANDOM"},
	KilledBy: []string{"codec/keys/usable", "codec/unshared/keys/nginx-48", "codec/unshared/keys/nginx-80", "fuzz/TicketKeys"},
	Edits:    []Edit{{"impl/session/keyfile.go", "b = slices.Clone(b[nameSize:])", "b = b[nameSize:]"}},
})
