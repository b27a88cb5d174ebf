package defect

// A server that requires a certificate goes on with a client that says that it has none.
var _ = defect(Defect{
	Name:     "client-certificate-not-required",
	Imitates: "RFC 5246 7.4.6: a server whose client sends no certificates may respond with a fatal handshake_failure, and must where it relies on one",
	Breaks:   []string{"RFC5077-4-CLIENT-IDENTITY"},
	KilledBy: []string{"conformance", "property/auth-carried"},
	Edits: []Edit{{
		"impl/handshake/client_auth.go",
		`if h.demand() == Required {
			return nil, because(CertificateMissing`,
		`if h.demand() > Required {
			return nil, because(CertificateMissing`,
	}},
})
