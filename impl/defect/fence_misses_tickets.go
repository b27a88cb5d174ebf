package defect

// The server seals all tickets under the keys that older builds have.
var _ = defect(Defect{
	Name:     "fence-misses-tickets",
	Imitates: "the mail of 2021-10-25: a new key is deployed with the new version, and tickets are sealed by the old one",
	Breaks:   []string{"BENJAMIN2021-FENCE-BY-KEY", "BENJAMIN2021-ISSUER-FENCES-LEGACY"},
	KilledBy: []string{"conformance", "model", "property/fence-holds"},
	Edits: []Edit{{"impl/script/keys.go",
		"return k.vault(s).ring.Seal(dst, s, rand)",
		"return k.common.ring.Seal(dst, s, rand)"}},
})
