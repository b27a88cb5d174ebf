package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A server whose further hosts are to have no tickets learns from the name which host it
// is when it has settled already that a ticket will come: it promises none, and sends it.
var _ = defect(Defect{
	Name:     "srv-nst-without-promise",
	Imitates: "OpenSSL pull request 1065 (2016) and issue 6395: the callback for the server name turns tickets off too late",
	Breaks:   []string{"RFC5077-3.3-NST-ONLY-IF-PROMISED", "RFC5077-3.2-SH-EXT-IF-ISSUING"},
	KilledBy: []string{"conformance", "model", "property/handshake-order", "property/ticket-iff-promised"},
	Seams: func() script.Seams {
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			if side == handshake.Server {
				turnOffLate(c)
			}
		}}
	},
})

func turnOffLate(c *handshake.Config) {
	late, hosts, promise := false, c.Hosts, c.Policy.Promise
	c.Policy.Promise = func(p *handshake.Policy, hello *wire.ClientHello, by handshake.By) bool {
		expected, host := promise(p, hello, by), hosts.Named[hello.ServerName]
		late = expected && host != nil && host != hosts.Default
		return expected && !late
	}
	inPlans(needing(handshake.Server, wire.KindNewSessionTicket, func(promised need) need {
		return func(h *handshake.Handshake) handshake.Need {
			if late {
				return handshake.Must
			}
			return promised(h)
		}
	}))(&c.Policy)
}
