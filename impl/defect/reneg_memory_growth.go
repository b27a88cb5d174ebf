package defect

// A connection remembers something of each of its handshakes.
var _ = defect(Defect{
	Name:     "reneg-memory-growth",
	Imitates: "OpenSSL before 1.1.0a, CVE-2016-6304: the data of an extension is kept for each renegotiation, and never freed",
	Breaks:   []string{"RFC5746-5-SWITCH"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/renegotiation.go",
		"next.prior.names[:min(len(next.prior.names), maxForget)]",
		"next.prior.names[:len(next.prior.names)]"}},
})
