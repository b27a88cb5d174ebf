package defect

// The session ID beside a ticket is the hash of the ticket.
var _ = defect(Defect{
	Name:     "ticket-as-sid-linkable",
	Imitates: "BoringSSL before 6ff942985 (2021): the session ID that marks a resumption is SHA-256 of the ticket",
	Breaks:   []string{"RFC5077-3.4-CH-MARKER-SID"},
	KilledBy: []string{"codec/session-ticket/opaque-to-client"},
	Edits: []Edit{
		{"impl/handshake/hello.go", "io.ReadFull(h.cfg.Rand, h.hello.SessionID); err", "io.ReadFull(bytes.NewReader(marker(h.hello.Ticket)), h.hello.SessionID); err"},
		{"impl/handshake/hello.go", "func exchanged(", "func marker(ticket []byte) []byte {\n\tsum := sha256.Sum256(ticket)\n\treturn sum[:]\n}\n\nfunc exchanged("},
		{"impl/handshake/hello.go", "import (\n\t\"bytes\"\n", "import (\n\t\"bytes\"\n\t\"crypto/sha256\"\n"},
	},
})
