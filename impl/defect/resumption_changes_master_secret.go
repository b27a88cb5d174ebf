package defect

// Each end makes another master secret of a session's before it resumes, and both the
// same.
var _ = defect(Defect{
	Name:     "resumption-changes-master-secret",
	Imitates: "RFC 7627 5.3: the keys of a resumption come of the master secret of the session; TLS 1.3's derivation for resumptions mixed into 1.2",
	Breaks:   []string{"RFC7627-5.3-KEYS-FROM-ORIGINAL-MS"},
	KilledBy: []string{"conformance", "property/resume-binds", "property/session-of-its-name"},
	Edits: []Edit{{"impl/handshake/resume.go",
		"h.setMaster(state.Master)", "master := state.Master\n\tmaster[0]++\n\th.setMaster(master)"}},
})
