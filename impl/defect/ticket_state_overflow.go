package defect

// The state in a ticket is cut to the size of a buffer that was thought to be enough.
var _ = defect(Defect{
	Name:     "ticket-state-overflow",
	Imitates: "GNUTLS-SA-2008-1-1: a server name is longer than the session data has room for",
	Breaks:   []string{"RFC5077-4-STATE-FIELDS"},
	KilledBy: []string{"codec/round-trip/ticket/rfc5077", "codec/ticket/longest"},
	Edits:    []Edit{{"impl/session/ticket.go", "k.Form.seal(&k, dst, nonce, text)", "k.Form.seal(&k, dst, nonce, text[:min(len(text), 1024)])"}},
})
