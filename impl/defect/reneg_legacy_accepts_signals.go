package defect

// A renegotiation of a connection that began without RFC 5746 goes on though the peer
// signals it now.
var _ = defect(Defect{
	Name:     "reneg-legacy-accepts-signals",
	Imitates: "RFC 5746 4.2 and 4.4, the opposite of: an insecure renegotiation MUST be aborted if either signal appears in it",
	Breaks:   []string{"RFC5746-4.2-LEGACY-SH-NO-EXT", "RFC5746-4.4-LEGACY-NO-SCSV", "RFC5746-4.4-LEGACY-NO-EXT"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits: []Edit{
		{"impl/handshake/renegotiation.go", "case !h.secure() && info != nil:",
			"case false:"},
		{"impl/handshake/renegotiation.go", "case h.scsv():",
			"case h.scsv() && h.secure():"},
	},
})
