package defect

// A server asks again for the handshake that it has asked for.
var _ = defect(Defect{
	Name:     "hello-request-repeated",
	Imitates: "RFC 5246 7.4.1.1: a request is repeated before the negotiation that it asks for is over",
	Breaks:   []string{"RFC5246-7.4.1.1-HR-NO-REPEAT"},
	KilledBy: []string{"conformance", "model", "property/hello-request-once"},
	Edits:    []Edit{{"impl/endpoint/renegotiation.go", "case !e.asked:\n", "default:\n"}},
})
