package defect

// A server whose handshake is over answers a further ChangeCipherSpec by keys: it reads
// under those that it writes under, and counts from the start.
var _ = defect(Defect{
	Name:     "extra-ccs-rekeys",
	Imitates: "OpenSSL 1.0.1j (USENIX Security 2015): ChangeCipherSpec behind the handshake makes both directions have the same keys",
	Breaks:   []string{"RFC5246-7.1-RECEIVE-SWITCH", "RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "model", "property/ccs-keys", "property/handshake-order"},
	Edits: []Edit{
		{"impl/handshake/step.go", "at, ok := h.slotFor(m.Kind)",
			`at, ok := h.slotFor(m.Kind)
	if h.over && h.side == Server && m.Kind == wire.KindChangeCipherSpec {
		h.effects = append(h.effects, &NewKeys{false, h.negotiated.version, h.negotiated.suite.Cipher, h.negotiated.etm, h.keys.Server})
		return nil, nil
	}`},
	},
})
