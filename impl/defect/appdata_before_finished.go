package defect

// Both ends take application data as soon as there are keys to come.
var _ = defect(Defect{
	Name:     "appdata-before-finished",
	Imitates: "mbed TLS 1.3.10 and JSSE (USENIX Security 2015): application data before the handshake is over",
	Breaks:   []string{"RFC5246-7.3-NO-APPDATA-BEFORE-FIRST-HS", "RFC5246-7.4.9-FINISHED-VERIFIED"},
	KilledBy: []string{"conformance", "model", "property/data-after-finished"},
	Edits: []Edit{
		{"impl/handshake/handshake.go", "return h.over || h.prior != nil && !h.unproved",
			"return h.over || h.prior != nil || h.negotiated != nil"},
	},
})
