package defect

// A server resumes a session of another protocol version under that of the hello.
var _ = defect(Defect{
	Name:     "resume-other-version",
	Imitates: "RFC 5246 E.1 and the mail of 2009-10-31: what is resumed has the version of its session, whatever the hello has",
	Breaks:   []string{"DERRICO2009-RESUMED-ORIGINAL-FEATURES"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits:    []Edit{{"impl/handshake/policy.go", "case s.Version != o.Version:", "case s.Version == 0:"}},
})
