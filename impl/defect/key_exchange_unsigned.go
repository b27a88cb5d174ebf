package defect

// The client takes key shares under any signature.
var _ = defect(Defect{
	Name:     "key-exchange-unsigned",
	Imitates: "CVE-2014-1266, Apple: \"goto fail\" skips the verification of the ServerKeyExchange",
	Breaks:   []string{"RFC5246-7.4.9-FINISHED-VERIFIED"},
	KilledBy: []string{"conformance", "model"},
	Edits: []Edit{
		{"impl/handshake/key_exchange_signed.go", "case !h.verifies(key, m.Scheme, h.signed(m), m.Signature):",
			"case !h.verifies(key, m.Scheme, h.signed(m), m.Signature) && false:"},
	},
})
