package defect

// The MAC of a ticket is computed, and what comes of the comparison is not looked at.
var _ = defect(Defect{
	Name:     "ticket-mac-unchecked",
	Imitates: "mbed TLS before 2.16.0, issue 659: the parser of tickets relies on a MAC that is taken to hold",
	Breaks:   []string{"RFC5077-5.3-NO-FORGERY", "RFC5077-5-AUTHENTICATE-AND-ENCRYPT", "RFC9325-3.4-RESUME-INFO-PROTECTED"},
	KilledBy: []string{"codec/ticket/bit-flips", "tests/impl/session"},
	Edits: []Edit{{"impl/session/format_cbc.go",
		"if !hmac.Equal(mac, c.sum(k, covered)) {", "if hmac.Equal(mac, c.sum(k, covered)); false {"}},
})
