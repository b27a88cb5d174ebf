package defect

// The server keeps a session once it has the master secret.
var _ = defect(Defect{
	Name:     "cache-before-finished",
	Imitates: "CVE-2017-9148 (FreeRADIUS): a session can be resumed before the authentication has completed",
	Breaks:   []string{"RFC5246-7.4.1.2-SID-VALID-AFTER-FINISHED"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits: []Edit{{
		"impl/handshake/finished.go",
		`h.setMaster(ms)
`,
		`h.setMaster(ms)
	if h.side == Server && len(h.id) > 0 {
		h.effects = append(h.effects, Save{ID: h.id, State: h.state()})
	}
`,
	}},
})
