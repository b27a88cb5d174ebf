package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A client has sessions of several servers, and one slot for them: what it remembers
// for each server points to that slot, whoever has it now.
var _ = defect(Defect{
	Name:     "cache-entry-reused-while-held",
	Imitates: "wolfSSL before 5.1.0: a full cache gives a slot to another session while a client still points to it",
	Breaks:   []string{"REX2009-RESUMED-IS-SAME-SESSION"},
	KilledBy: []string{"conformance", "property/offer-under-own-name"},
	Seams: func() script.Seams {
		slots := shelf{}
		return script.Seams{
			Keeper: slots.keep(func(client traces.Node, _ string) string { return client.Name }),
			Config: func(side handshake.Side, node traces.Node, c *handshake.Config) {
				if side == handshake.Client && c.Session != nil {
					c.Session = slots[node.Name]
				}
			},
		}
	},
})
