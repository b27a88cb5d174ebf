package sim

import (
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// seams put between the parts of the fleet what is so where there is an adversary, and
// before that what others put there.
func (w *adverse) seams(others script.Seams) script.Seams {
	all := others
	all.Config = func(side handshake.Side, node traces.Node, c *handshake.Config) {
		if side == handshake.Client {
			w.wary(c)
		}
		*c = others.ConfigOf(side, node, *c)
	}
	all.Keeper = func(side handshake.Side, node traces.Node, of script.Keeper) script.Keeper {
		of = others.KeeperOf(side, node, of)
		if side == handshake.Server {
			return of
		}
		return &witness{of, w.turn, w}
	}
	return all
}

// wary is a client that means the server which it dials, whether it sends its name or
// not: the server's certificate must have it, when they meet. In a renegotiation it is
// policy whether it may be another (RFC 5746 5).
func (w *adverse) wary(c *handshake.Config) {
	whom, judge := w.turn, c.Verify
	c.Verify = func(chain [][]byte, name string) (string, error) {
		if name == "" && (whom.end == nil || !whom.end.Renegotiating()) {
			name = whom.with.Hosts()[0].Name
		}
		return judge(chain, name)
	}
	// RFC 5246 7.4.3 leaves the group to the server, and has no bound.
	c.Policy.MayExchange, c.Policy.LeastField = handshake.AnyField, 0
	if w.offer != nil {
		c.Session = w.chosen(whom, *w.offer)
	}
}

// chosen is the session that another connection has made, if the client keeps it for
// whom it dials now.
func (w *adverse) chosen(k *honest, conn string) *session.ClientSession {
	other := w.ends[conn]
	if other == nil || other.client != k.client || other.made == nil {
		return nil
	}
	node, _ := w.fleet.Node(k.client)
	_, one := script.ServerName(node, k.with)
	_, two := script.ServerName(node, other.with)
	if slices.Contains(node.Policies(), "names-by-server") {
		one, two = k.with.Name, other.with.Name
	}
	if one != two {
		return nil
	}
	return other.made.Clone()
}

// A witness sees which session a client's connection has made.
type witness struct {
	script.Keeper
	of    *honest
	world *adverse
}

// Save keeps a session.
func (w *witness) Save(s handshake.Save) {
	w.of.made = s.Session
	w.Keeper.Save(s)
}

// Forget drops a session.
func (w *witness) Forget(f handshake.Forget) {
	for _, k := range w.world.ends {
		if k.made != nil && f.Session != nil && k.made.Master == f.Session.Master {
			k.made = nil
		}
	}
	w.Keeper.Forget(f)
}
