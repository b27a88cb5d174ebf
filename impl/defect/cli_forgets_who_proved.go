package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A client keeps the session, and not whom the server has proved to be.
var _ = defect(Defect{
	Name:     "cli-forgets-who-proved",
	Imitates: "RFC 5077 3.1: the client keeps a ticket together with the parameters of its session, of which the server's certificate is one",
	Breaks:   []string{"RFC5077-3.1-CLIENT-STORES-MS", "REX2009-RESUMED-IS-SAME-SESSION"},
	KilledBy: []string{"conformance", "property/peer-took-part", "property/resume-binds", "property/server-stays"},
	Seams: func() script.Seams {
		return script.Seams{Config: func(_ handshake.Side, _ traces.Node, c *handshake.Config) {
			if c.Session != nil {
				c.Session = c.Session.Clone()
				c.Session.Peer, c.Session.PeerName = nil, ""
			}
		}}
	},
})
