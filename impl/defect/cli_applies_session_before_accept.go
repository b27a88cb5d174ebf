package defect

// What the client offers is in force before the server has said whether it resumes: the
// suite of a full handshake is not looked at.
var _ = defect(Defect{
	Name:     "cli-applies-session-before-accept",
	Imitates: "s2n issue 3892: a session that is loaded fixes the version, the suite and the secret, though the server may decline it",
	Breaks:   []string{"RFC5246-7.4.1.3-CLIENT-READY-FOR-FULL"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Edits: []Edit{{
		"impl/handshake/hello.go",
		"suite := h.policy.suite(m.Suite)",
		`suite := h.policy.suite(m.Suite)
	if h.offered != nil {
		suite = h.policy.suite(h.offered.Suite)
	}`,
	}},
})
