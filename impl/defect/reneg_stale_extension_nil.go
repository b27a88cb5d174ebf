package defect

// In a renegotiation the server takes the server_name of the first hello for that of this one.
var _ = defect(Defect{
	Name:     "reneg-stale-extension-nil",
	Imitates: "OpenSSL, CVE-2021-3449 and CVE-2015-0291: what the first hello had is looked for in the second, which need not have it (there the signature algorithms)",
	Breaks:   []string{"RFC5246-7.4.1.2-EXT-ABSENCE-OK"},
	KilledBy: []string{"conformance", "model"},
	Edits: []Edit{{"impl/handshake/host.go",
		"	host, known := h.cfg.Hosts.find(h.hello.ServerName)",
		`	if h.prior != nil {
		h.hello.ServerName = h.hello.ServerName[:len(h.prior.ServerName)]
	}
	host, known := h.cfg.Hosts.find(h.hello.ServerName)`}},
})
