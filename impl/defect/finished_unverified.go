package defect

// An end takes any verify_data for the right one.
var _ = defect(Defect{
	Name:     "finished-unverified",
	Imitates: "RFC 5246 7.4.9, the opposite of: recipients of Finished messages MUST verify that the contents are correct",
	Breaks:   []string{"RFC5246-7.4.9-FINISHED-VERIFIED"},
	KilledBy: []string{"conformance", "property/binding-apart", "property/ends-agree", "property/master-secret-apart"},
	Edits: []Edit{
		{"impl/handshake/finished.go", "if !hmac.Equal(m.VerifyData, want) {",
			"if !hmac.Equal(m.VerifyData, want) && false {"},
	},
})
