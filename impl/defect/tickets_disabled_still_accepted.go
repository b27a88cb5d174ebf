package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A server that has tickets off issues none, and honours those that it gets.
var _ = defect(Defect{
	Name:     "tickets-disabled-still-accepted",
	Imitates: "CVE-2014-7189 (Go), h2o issue 819, wolfSSL before 5.5.4: the switch is one of issuing alone",
	Breaks:   []string{"RFC5077-3.1-DECLINE-TO-FULL"},
	KilledBy: []string{"conformance", "property/tickets-off", "model"},
	Policy: ofServer(func(p *handshake.Policy) {
		if !p.Tickets {
			p.Tickets = true
			p.Promise = func(*handshake.Policy, *wire.ClientHello, handshake.By) bool { return false }
		}
	}),
})
