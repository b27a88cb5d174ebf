package defect

// Of an extension that a hello has twice the last counts.
var _ = defect(Defect{
	Name:     "dup-extension-last-wins",
	Imitates: "RFC 5246 7.4.1.4, the opposite of: there MUST NOT be more than one extension of the same type",
	Breaks:   []string{"RFC5246-7.4.1.4-NO-DUPLICATE-EXT", "RFC4366-2.3-NO-DUPLICATES"},
	KilledBy: []string{"codec/hello/no-duplicates", "tests/impl/wire"},
	Edits: []Edit{
		{"impl/wire/extension.go", "if slices.Contains(types, id) {",
			"if false {"},
	},
})
