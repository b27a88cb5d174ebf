package defect

// A server that has no key for the ticket that it has promised gives up, instead of
// sending one of no bytes.
var _ = defect(Defect{
	Name:     "srv-promise-without-nst",
	Imitates: "s2n issues 3040 (2021) and 4528 (2024): without a ticket key the server fails where it should send an empty ticket",
	Breaks:   []string{"RFC5077-3.3-ZERO-LENGTH-NST", "RFC5077-3.3-NST-IF-PROMISED"},
	KilledBy: []string{"conformance", "model", "property/fallback", "property/rollout-safe"},
	Edits: []Edit{
		{"impl/handshake/ticket.go", "return &wire.NewSessionTicket{}, nil",
			"return nil, because(InternalFailure, err)"},
	},
})
