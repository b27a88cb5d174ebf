package defect

// The client says the random of its first hello in every renegotiation.
var _ = defect(Defect{
	Name:     "reneg-reuses-randoms",
	Imitates: "hs-tls, issue 161 (2016): the second ClientHello is made of the first",
	Breaks:   []string{"RFC5246-F.1.4-FRESH-RANDOMS"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits: []Edit{{"impl/handshake/hello.go",
		"	if len(h.hello.SessionID) == 0 && (h.policy.AlwaysID",
		`	if h.prior != nil {
		h.hello.Random = h.prior.randoms[Client]
	}
	if len(h.hello.SessionID) == 0 && (h.policy.AlwaysID`}},
})
