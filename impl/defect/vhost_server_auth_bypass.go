package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A client offers what it has of one host to every other, and the others, which share
// the ticket key, do not ask whose it is: the client is at a host that has proved
// nothing to it.
var _ = defect(Defect{
	Name:     "vhost-server-auth-bypass",
	Imitates: "STEK Sharing is Not Caring (2025): the ticket of a host that an attacker controls resumes at another host name of the same fleet",
	Breaks:   []string{"RFC6066-3-CLIENT-SAME-SNI", "RFC6066-3-NO-RESUME-OTHER-NAME", "RFC5077-5.5-KEYS-SINGLE-PURPOSE"},
	KilledBy: []string{"conformance", "model", "property/offer-under-own-name", "property/peer-took-part", "property/resume-binds"},
	Seams: func() script.Seams {
		var servers commons
		newest := shelf{}
		return script.Seams{
			Store:  servers.store,
			Keeper: newest.keep(func(client traces.Node, _ string) string { return client.Name }),
			Config: func(side handshake.Side, node traces.Node, c *handshake.Config) {
				servers.config(side, node, c)
				if kept := newest[node.Name]; side == handshake.Client && kept != nil {
					c.Session = kept
				}
				c.Policy.SameName = handshake.RFC4366Name
			},
		}
	},
})
