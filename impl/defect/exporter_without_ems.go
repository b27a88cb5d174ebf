package defect

// Both ends export keying material whatever their master secret is bound to.
var _ = defect(Defect{
	Name:     "exporter-without-ems",
	Imitates: "ejabberd with processone/xmpp, issue 78 (2023); Go, issue 43922; GnuTLS before 3.7.8 (2022)",
	Breaks:   []string{"RFC7627-5.4-NO-EXPORT", "RFC7627-5.4-DISABLE-5705-EAP", "RFC9266-2-UNIQUE-MS-ONLY"},
	KilledBy: []string{"conformance", "model", "property/binding-apart", "property/exporter-fenced"},
	Edits: []Edit{{"impl/handshake/binding.go",
		"case !a.EMS",
		"case false"}},
})
