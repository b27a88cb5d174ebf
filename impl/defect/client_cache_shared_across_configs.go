package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// All clients of a fleet keep their sessions in one place, however strict they are.
var _ = defect(Defect{
	Name:     "client-cache-shared-across-configs",
	Imitates: "rustls before da46c215c, curl pull request 21667: a strict client resumes what a lenient one has made",
	Breaks:   []string{"RFC5246-F.1.4-FORCE-FULL-IF-SUSPECT"},
	KilledBy: []string{"conformance", "model", "property/offer-from-server"},
	Seams: func() script.Seams {
		shared := shelf{}
		return script.Seams{
			Keeper: shared.keep(func(_ traces.Node, serverName string) string { return serverName }),
			Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
				if kept := shared[c.ServerName]; side == handshake.Client && kept != nil {
					c.Session = kept
				}
			},
		}
	},
})
