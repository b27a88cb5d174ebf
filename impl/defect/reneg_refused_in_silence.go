package defect

import "tlsresume/impl/handshake"

// Who does not negotiate again says nothing.
var _ = defect(Defect{
	Name:     "reneg-refused-in-silence",
	Imitates: "RFC 5246 7.4.1.1, \"This message MAY be ignored by the client\", against RFC 5746 4.2, \"MUST respond to such requests with a no_renegotiation alert\"",
	Breaks:   []string{"RFC5746-4.2-REFUSAL-ALERT"},
	KilledBy: []string{"conformance", "model", "property/hello-request-answered"},
	Policy:   refusing(handshake.Ignore),
})
