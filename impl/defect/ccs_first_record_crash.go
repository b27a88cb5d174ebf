package defect

// A ChangeCipherSpec has the keys made before anybody asks whether it may come now: one
// that is the first record finds nothing to make them of.
var _ = defect(Defect{
	Name:     "ccs-first-record-crash",
	Imitates: "CVE-2009-1386, OpenSSL: a ChangeCipherSpec before the ClientHello dereferences a null pointer",
	Breaks:   []string{"RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/step.go", "at, ok := h.slotFor(m.Kind)",
			`if m.Kind == wire.KindChangeCipherSpec {
		_ = h.negotiated.suite
	}
	at, ok := h.slotFor(m.Kind)`},
	},
})
