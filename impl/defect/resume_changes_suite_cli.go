package defect

// A client goes along with a resumption under another suite than the session has.
var _ = defect(Defect{
	Name:     "resume-changes-suite-cli",
	Imitates: "wolfSSL (2026), rustls before 761fef245: the client does not compare the suite of a ServerHello that resumes",
	Breaks:   []string{"RFC5246-7.4.1.3-RESUME-SAME-SUITE"},
	KilledBy: []string{"model", "tests/impl/endpoint"},
	Edits:    []Edit{{"impl/handshake/policy.go", "case answer.Suite != s.Suite:", "case answer.Suite == 0:"}},
})
