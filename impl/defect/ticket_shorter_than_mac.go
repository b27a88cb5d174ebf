package defect

// The check of a ticket's length thinks of its name and not of its MAC.
var _ = defect(Defect{
	Name:     "ticket-shorter-than-mac",
	Imitates: "CVE-2016-6302 (OpenSSL), BoringSSL adcc39560: a ticket shorter than its MAC is cut out of range",
	Breaks:   []string{"RFC5077-4-LAYOUT", "RFC5077-3.2-BAD-TICKET-FALLBACK"},
	KilledBy: []string{"codec/ticket/short", "tests/impl/session"},
	Edits:    []Edit{{"impl/session/format_cbc.go", "if len(ticket) < c.overhead() {", "if len(ticket) < nameSize {"}},
})
