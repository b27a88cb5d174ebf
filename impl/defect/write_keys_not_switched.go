package defect

// Behind the ChangeCipherSpec of a renegotiation an end goes on to write under the keys
// that it had.
var _ = defect(Defect{
	Name:     "write-keys-not-switched",
	Imitates: "RFC 5246 7.1, the opposite of: the sender MUST make the pending write state the active one at once",
	Breaks:   []string{"RFC5246-7.1-SEND-SWITCH", "RFC5246-7.1-NEW-SPEC-AFTER-CCS"},
	KilledBy: []string{"conformance", "model", "property/fallback", "property/rollout-safe"},
	Edits: []Edit{
		{"impl/endpoint/endpoint.go", "half.SetVersion(f.Version)",
			`if f.Write && e.before != nil {
		return
	}
	half.SetVersion(f.Version)`},
	},
})
