package defect

// The age of a session is an unsigned number of seconds: one that was made a moment ahead
// of the server's clock is older than any.
var _ = defect(Defect{
	Name:     "ticket-from-future-underflow",
	Imitates: "BoringSSL before 1b22f85a5 (2016): the age of a ticket from the future wraps",
	Breaks:   []string{"RFC5077-4-TIMESTAMP-EXPIRY"},
	KilledBy: []string{"codec/clock/ticket"},
	Edits: []Edit{{"impl/handshake/policy.go", "age := o.Now.Sub(s.Created)",
		"age := time.Duration(uint32(o.Now.Unix()-s.Created.Unix())) * time.Second"}},
})
