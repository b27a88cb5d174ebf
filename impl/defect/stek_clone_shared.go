package defect

import "tlsresume/impl/script"

// A server is made as a copy of another, with the ticket keys that were made for that one:
// what the one has found of its clients is good for the other, whoever it trusts.
var _ = defect(Defect{
	Name:     "stek-clone-shared",
	Imitates: "CVE-2025-68121 (Go): Config.Clone copies the ticket keys that were made automatically",
	Breaks:   []string{"RFC5077-5.5-KEYS-SINGLE-PURPOSE"},
	KilledBy: []string{"conformance", "property/ticket-live", "model"},
	Seams: func() script.Seams {
		var first commons
		return script.Seams{Config: first.config}
	},
})
