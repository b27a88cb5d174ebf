package defect

// The application is told the suite that this end would like best.
var _ = defect(Defect{
	Name:     "first-suite-reported",
	Imitates: "RFC 5246 7.4.1.3: the suite of a connection is the one in the ServerHello, and that of the session when it resumes",
	Breaks:   []string{"RFC5246-7.4.1.3-RESUME-SAME-SUITE"},
	KilledBy: []string{"conformance", "model", "property/ends-agree", "property/suite-offered"},
	Edits:    []Edit{{"impl/handshake/effect.go", "Suite: h.negotiated.suite,", "Suite: h.policy.Suites[0],"}},
})
