package defect

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// Servers that have nothing to do with each other use the cache and the ticket keys of
// one of them.
var _ = defect(Defect{
	Name:     "vhost-shares-cache-and-stek",
	Imitates: "CVE-2014-3616 (nginx), Delignat-Lavaud and Bhargavan 2015: unrelated virtual hosts share a cache or a ticket key",
	Breaks:   []string{"RFC5077-5.5-KEYS-SINGLE-PURPOSE"},
	KilledBy: []string{"conformance", "model", "property/ticket-live"},
	Seams: func() script.Seams {
		var c commons
		return script.Seams{Config: c.config, Store: c.store}
	},
})

// commons are what the first server of a fleet has, and the others use.
type commons struct {
	first    string
	sealer   session.Sealer
	sessions session.Store
}

func (c *commons) owned(by string) bool {
	if c.first == "" {
		c.first = by
	}
	return by == c.first
}

func (c *commons) config(side handshake.Side, node traces.Node, of *handshake.Config) {
	if side == handshake.Client {
		return
	}
	if c.owned(node.Name) {
		c.sealer = of.Sealer
	}
	of.Sealer = c.sealer
}

func (c *commons) store(server traces.Node, of session.Store) session.Store {
	if c.owned(server.Name) {
		c.sessions = of
	}
	return c.sessions
}
