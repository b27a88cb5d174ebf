package defect

import "tlsresume/impl/handshake"

// The server knows the extended master secret, and answers no hello by it.
var _ = defect(Defect{
	Name:     "ems-not-answered",
	Imitates: "RFC 7627 5.2, \"it MUST include the extension in its ServerHello message\", left out",
	Breaks:   []string{"RFC7627-5.2-SERVER-ECHOES", "BENJAMIN2021-BOTH-EMS-NEGOTIATE"},
	KilledBy: []string{"conformance", "model", "property/ems-agreed"},
	Policy:   ofServer(func(p *handshake.Policy) { p.EMS = false }),
})
