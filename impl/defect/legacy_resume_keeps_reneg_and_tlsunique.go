package defect

// The client takes no notice that it has resumed a session without the extended master secret.
var _ = defect(Defect{
	Name:     "legacy-resume-keeps-reneg-and-tlsunique",
	Imitates: "Schannel before the updates of October 2019 (CVE-2019-1318), which enforce the extended master secret on resumption",
	Breaks:   []string{"RFC7627-5.4-DISABLE-RENEG-TLSUNIQUE", "RFC7627-5.4-NO-VERIFY-DATA-BINDING"},
	KilledBy: []string{"conformance", "model", "property/binding-apart", "property/legacy-resumption-fenced"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"return h.prior != nil && h.prior.synchronizable || h.resuming",
		"return h.side == Server && h.prior != nil && h.prior.synchronizable || h.side == Server && h.resuming"}},
})
