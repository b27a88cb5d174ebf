package defect

// That a connection of TLS 1.0 was cut off ends nothing, though the policy has it do so.
var _ = defect(Defect{
	Name:     "tls10-close-rule-dropped",
	Imitates: "RFC 2246 7.2.1: a session becomes unresumable if a connection is terminated without close_notify",
	Breaks:   []string{"RFC2246-7.2.1-NO-CLOSE-UNRESUMABLE"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits:    []Edit{{"impl/handshake/invalidation.go", "f.Version == wire.TLS10 && f.Over", "f.Version < wire.TLS10 && f.Over"}},
})
