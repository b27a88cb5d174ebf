package defect

// A client that insists on RFC 5746 goes on without.
var _ = defect(Defect{
	Name:     "reneg-legacy-server-tolerated",
	Imitates: "RFC 5746 4.1, \"Such clients MUST generate a fatal 'handshake_failure' alert\", left out",
	Breaks:   []string{"RFC5746-4.1-FATAL-IF-REQUIRED", "RFC9325-3.5-RI-IMPLEMENTED"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"return h.policy.Legacy == LegacyRefused || h.policy.Legacy == LegacyServed && h.side == Client",
		"return h.policy.Legacy == LegacyRefused && h.side == Server"}},
})
