package defect

// Records of a resumption are as long as they like.
var _ = defect(Defect{
	Name:     "max-fragment-lost-on-resume",
	Imitates: `RFC 6066 4: the negotiated length applies for the duration of the session, "including session resumptions"`,
	Breaks:   []string{"RFC4366-3.2-MFL-PERSISTS", "RFC4366-3-RESUMED-KEEP-ORIGINAL", "RFC6066-1.1-RESUMED-KEEP-ORIGINAL"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits:    []Edit{{"impl/handshake/max_fragment.go", "limit = h.resuming.MaxFragment", "limit = 0"}},
})
