package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A client keeps one session, whatever the name that it has made it under.
var _ = defect(Defect{
	Name:     "client-cache-key-too-coarse",
	Imitates: "CVE-2016-5419 (curl), Exim before JH/29, HAProxy issue 3195: the key of the client's sessions lacks what tells its connections apart",
	Breaks:   []string{"RFC6066-3-CLIENT-SAME-SNI"},
	KilledBy: []string{"conformance", "model", "property/offer-under-own-name", "property/held-session-offered"},
	Seams: func() script.Seams {
		newest := shelf{}
		return script.Seams{
			Keeper: newest.keep(func(client traces.Node, _ string) string { return client.Name }),
			Config: func(side handshake.Side, node traces.Node, c *handshake.Config) {
				if kept := newest[node.Name]; side == handshake.Client && kept != nil {
					c.Session = kept
				}
			},
		}
	},
})
