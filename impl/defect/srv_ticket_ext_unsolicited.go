package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// In a full handshake the server promises a ticket to clients that are not ready for one,
// too.
var _ = defect(Defect{
	Name:     "srv-ticket-ext-unsolicited",
	Imitates: "RFC 5077 3.2, the opposite of: the server MUST NOT include the extension if the ClientHello does not have it",
	Breaks:   []string{"RFC5077-3.2-SH-EXT-ONLY-IF-OFFERED", "RFC5246-7.4.1.4-NO-UNSOLICITED-EXT"},
	KilledBy: []string{"conformance", "model", "property/no-unsolicited-extension", "property/rollout-safe", "property/session-named"},
	Policy: ofServer(func(p *handshake.Policy) {
		promise := p.Promise
		p.Promise = func(p *handshake.Policy, hello *wire.ClientHello, by handshake.By) bool {
			return p.Tickets && by == handshake.ByNothing || promise(p, hello, by)
		}
	}),
})
