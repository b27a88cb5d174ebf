package defect

// Alerts go out in the clear, whatever the keys.
var _ = defect(Defect{
	Name:     "alert-plaintext-after-ccs",
	Imitates: "nqsb-TLS 0.4.0 (USENIX Security 2015): alerts behind ChangeCipherSpec are not protected",
	Breaks:   []string{"RFC5246-7.2-ALERT-PROTECTED", "RFC5246-7.1-NEW-SPEC-AFTER-CCS"},
	KilledBy: []string{"conformance", "model", "property/fallback", "property/rollout-safe"},
	Edits: []Edit{
		{"impl/record/out.go", "if out.sealer == nil {",
			"if out.sealer == nil || l.typ == Alert {"},
	},
})
