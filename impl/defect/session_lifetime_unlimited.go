package defect

import "tlsresume/impl/handshake"

// Sessions live as long as whoever has one likes.
var _ = defect(Defect{
	Name:     "session-lifetime-unlimited",
	Imitates: "RFC 9325 3.4: the validity of a ticket MUST be limited, and is ten years",
	Breaks:   []string{"RFC9325-3.4-LIMIT-VALIDITY", "RFC5246-F.1.4-24H"},
	KilledBy: []string{"conformance", "property/hint-of-session", "property/ticket-live"},
	Policy:   ofServer(func(p *handshake.Policy) { p.Lifetime = 3650 * handshake.Day }),
})
