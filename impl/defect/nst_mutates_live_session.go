package defect

// The client's store writes a renewed session over the one that it has, which another
// goroutine may be copying.
var _ = defect(Defect{
	Name:     "nst-mutates-live-session",
	Imitates: "CVE-2015-1791, OpenSSL, and CVE-2014-1490, NSS: NewSessionTicket changes a session that other threads use",
	Breaks:   []string{"RFC5077-3.3-OLD-TICKET-STILL-OFFERED"},
	KilledBy: []string{"linear/client-store"},
	Edits: []Edit{
		{"impl/session/client.go", "c.sessions.put(key, kept)",
			`if old, ok := c.sessions.get(key); ok {
		*old = *kept
		return
	}
	c.sessions.put(key, kept)`},
	},
})
