package defect

// The client keeps a session once it has sent its own Finished.
var _ = defect(Defect{
	Name:     "client-caches-before-finished",
	Imitates: "BoringSSL before 10a76acb0: the client's session is resumable before the server's Finished is verified",
	Breaks:   []string{"RFC5246-7.4.1.2-SID-VALID-AFTER-FINISHED"},
	KilledBy: []string{"conformance", "model", "property/offer-from-server"},
	Edits: []Edit{{
		"impl/handshake/finished.go",
		"h.finished(h.side, data)",
		`h.finished(h.side, data)
	if h.side == Client && h.resuming == nil && len(h.answer.SessionID) > 0 {
		h.effects = append(h.effects, Save{Session: h.clientSession()})
	}`,
	}},
})
