package defect

// A HelloRequest within a handshake is ignored, and hashed: the Finished of the two ends
// differ.
var _ = defect(Defect{
	Name:     "hellorequest-hashed-or-fatal",
	Imitates: "rustls before commit 443ee40e4 (2017): HelloRequest is one of the messages of the transcript",
	Breaks:   []string{"RFC5246-7.4.1.1-HR-NOT-HASHED", "RFC5246-7.4.9-TRANSCRIPT-SCOPE", "RFC5246-7.4-HELLOREQUEST-EXCEPTION"},
	KilledBy: []string{"conformance", "property/rollout-safe"},
	Edits: []Edit{
		{"impl/handshake/step.go", "h.took = Took{m.Kind, &body}",
			`h.hash(m)
	h.took = Took{m.Kind, &body}`},
	},
})
