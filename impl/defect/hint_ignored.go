package defect

import (
	"math"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A client keeps a ticket and offers it, however long ago its hint has passed.
var _ = defect(Defect{
	Name:     "hint-ignored",
	Imitates: "RFC 5077 3.3, \"A client SHOULD delete the ticket and associated state when the time expires\", passed over",
	Breaks:   []string{"RFC5077-3.3-DELETE-EXPIRED"},
	KilledBy: []string{"conformance", "property/offer-within-hint", "model"},
	Seams: func() script.Seams {
		newest := shelf{}
		key := func(client traces.Node, serverName string) string {
			if serverName == "" {
				return "" // whose it is would not be told
			}
			return client.Name + " " + serverName
		}
		return script.Seams{
			Keeper: newest.keep(key),
			Config: func(side handshake.Side, node traces.Node, c *handshake.Config) {
				kept := newest[key(node, c.ServerName)]
				if side == handshake.Client && c.Session == nil && kept != nil && len(kept.Ticket) > 0 {
					c.Session = kept.Clone()
					c.Session.Hint = math.MaxUint32
				}
			},
		}
	},
})
