package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A server that declines a ticket treats its extension as dealt with.
var _ = defect(Defect{
	Name:     "declined-ticket-gets-no-other",
	Imitates: "RFC 4366 3: where a resumption is denied, the extensions are negotiated as for a new session",
	Breaks:   []string{"RFC4366-3-DENIED-NEGOTIATE-NORMALLY"},
	KilledBy: []string{"conformance"},
	Policy: ofServer(func(p *handshake.Policy) {
		promise := p.Promise
		p.Promise = func(p *handshake.Policy, hello *wire.ClientHello, by handshake.By) bool {
			return promise(p, hello, by) && (by != handshake.ByNothing || len(hello.Ticket) == 0)
		}
	}),
})
