package defect

// A server refuses clients whose session it does not know.
var _ = defect(Defect{
	Name:     "unknown-id-aborts",
	Imitates: "The mail of 2009-10-31: a server that does not know a session ID does a full handshake",
	Breaks:   []string{"DERRICO2009-OTHER-SERVERS-FULL", "RFC5246-7.3-MISS-NEW-SID-FULL"},
	KilledBy: []string{"conformance", "model", "property/rollout-safe"},
	Edits: []Edit{{
		"impl/handshake/resume.go",
		"state, by := h.lookUp()",
		`state, by := h.lookUp()
	if state == nil && h.policy.Cache && len(h.hello.SessionID) > 0 {
		return because(ResumedNothing, nil)
	}`,
	}},
})
