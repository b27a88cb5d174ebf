package defect

// The client takes a Finished anywhere behind the ServerHello of a full handshake, and is
// done: with a server that has proved nothing, and without keys.
var _ = defect(Defect{
	Name:     "early-finished",
	Imitates: "JSSE 1.8.0_25 (SMACK, 2015): a client goes on to application data behind a Finished at any time",
	Breaks:   []string{"RFC5246-7.4.9-FINISHED-VERIFIED", "RFC5246-7.4.9-FINISHED-NEEDS-CCS", "RFC5246-7.4-ORDER"},
	KilledBy: []string{"conformance", "model", "property/ccs-keys", "property/handshake-order", "property/peer-took-part"},
	Edits: []Edit{
		{"impl/handshake/step.go", "for i := h.at; i < len(h.plan); i++ {",
			`if kind == wire.KindFinished && h.side == Client && h.negotiated != nil && h.resuming == nil {
		return len(h.plan) - 1, true
	}
	for i := h.at; i < len(h.plan); i++ {`},
	},
})
