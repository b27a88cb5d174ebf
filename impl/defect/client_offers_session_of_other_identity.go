package defect

// A client offers a session in which it, or who had its store before, has shown another
// certificate.
var _ = defect(Defect{
	Name:     "client-offers-session-of-other-identity",
	Imitates: "CVE-2016-5420 (curl): a connection with one client certificate resumes what was made with another",
	Breaks:   []string{"RFC5077-4-CLIENT-IDENTITY"},
	KilledBy: []string{"conformance", "model", "property/peer-took-part", "tests/impl/endpoint"},
	Edits:    []Edit{{"impl/handshake/hello.go", "!h.cfg.authenticates(s) || ", ""}},
})
