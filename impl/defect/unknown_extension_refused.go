package defect

// The server aborts on an extension that it does not know.
var _ = defect(Defect{
	Name:     "unknown-extension-refused",
	Imitates: "servers from before RFC 3546 (RFC 5746 3.3, \"incorrectly fail the handshake\"): RFC 5746 3.6, \"MUST ignore any unknown extensions offered by the client\"",
	Breaks:   []string{"RFC5746-3.6-IGNORE-UNKNOWN"},
	KilledBy: []string{"tests/impl/endpoint", "tests/impl/tlsconn"},
	Edits: []Edit{{"impl/wire/extension.go",
		"if e := find(table, id); e != nil && !e.decode(m, data) {",
		`if _, client := any(m).(*ClientHello); client && find(table, id) == nil {
			return types, "an extension that nobody knows"
		}
		if e := find(table, id); e != nil && !e.decode(m, data) {`}},
})
