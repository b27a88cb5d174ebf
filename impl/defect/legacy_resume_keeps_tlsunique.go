package defect

// Both ends give out tls-unique of a connection that has resumed a session without the extended master secret.
var _ = defect(Defect{
	Name:     "legacy-resume-keeps-tlsunique",
	Imitates: "RFC 7627 5.4, \"MUST disable renegotiation and any use of the tls-unique channel binding\", the latter half of it left out",
	Breaks:   []string{"RFC7627-5.4-NO-VERIFY-DATA-BINDING", "RFC7627-5.4-DISABLE-RENEG-TLSUNIQUE"},
	KilledBy: []string{"conformance", "model", "property/binding-apart", "property/legacy-resumption-fenced"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"if a.synchronizable {",
		"if false {"}},
})
