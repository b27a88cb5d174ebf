// Package sim is the simulated world: clients, servers, wires and a clock, all
// of them ours, driven by the commands of a trace.
package sim

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A World is a traces.System of reference endpoints.
type World struct {
	now     time.Time
	seed    uint64
	pki     *script.PKI
	render  *script.Renderer
	servers map[string]*server
	clients map[string]*client
	conns   map[string]*conn
	adapt   func(*handshake.Policy) // what a defect changes in a server's policy; nil: nothing
}

// Open builds the world that a header describes.
func Open(_ context.Context, h traces.Header) (traces.System, error) { return newWorld(h, nil) }

// OpenDefective builds a world in which the policy of every server is changed,
// as a defect changes it.
func OpenDefective(adapt func(*handshake.Policy)) traces.Open {
	return func(_ context.Context, h traces.Header) (traces.System, error) { return newWorld(h, adapt) }
}

func newWorld(h traces.Header, adapt func(*handshake.Policy)) (*World, error) {
	pki, err := script.NewPKI()
	if err != nil {
		return nil, err
	}
	w := &World{
		now: script.Epoch, seed: h.Seed, pki: pki, render: &script.Renderer{}, adapt: adapt,
		servers: map[string]*server{}, clients: map[string]*client{}, conns: map[string]*conn{},
	}
	for _, n := range h.Servers {
		if w.servers[n.Name], err = w.newServer(n); err != nil {
			return nil, err
		}
	}
	for _, n := range h.Clients {
		w.clients[n.Name] = &client{node: n, store: session.NewClientStore(storeSize)}
	}
	return w, nil
}

// How many sessions a server and a client keep.
const (
	cacheSize = 1024
	storeSize = 1024
)

// Can reports whether the world has an ability: it has every verb.
func (w *World) Can(traces.Ability) bool { return true }

// Close does nothing: a world holds nothing that must be given back.
func (w *World) Close() error { return nil }

// rand is the source of randomness of one end or server. Each has its own, so
// that what one does never changes what another draws.
func (w *World) rand(who string) io.Reader {
	seed := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, w.seed), who...))
	return rand.NewChaCha8(seed)
}

// Do carries out a command.
func (w *World) Do(_ context.Context, c traces.Command) ([]traces.Event, error) {
	for _, run := range []func(traces.Command) ([]traces.Event, bool, error){w.network, w.operate, w.act} {
		if events, known, err := run(c); known || err != nil {
			return events, err
		}
	}
	return nil, fmt.Errorf("%s: %w: the simulator has no such verb", c, traces.ErrCannot)
}

// act is what happens at one end: the application's commands and those of a
// misbehaving end, and dial.
func (w *World) act(c traces.Command) ([]traces.Event, bool, error) {
	if c.Verb == "dial" {
		events, err := w.dial(c.Args[0], c.Args[1], c.Args[2])
		return events, true, err
	}
	k, end := w.end(c.Args[0])
	if end == nil {
		return nil, false, nil
	}
	if k.cut {
		return nil, true, nil
	}
	out, known := end.Command(c, w.now)
	k.queue(end, out)
	return out.Events, known, nil
}

// A client of the world.
type client struct {
	node  traces.Node
	store *session.ClientStore
}

func (w *World) dial(name, clientName, serverName string) ([]traces.Event, error) {
	c, s := w.clients[clientName], w.servers[serverName]
	if c == nil || s == nil || w.conns[name] != nil {
		return nil, fmt.Errorf("dial %s %s %s: got a name that is not a client, a server or new", name, clientName, serverName)
	}
	k := &conn{with: s}
	var err error
	if k.client, err = w.clientEnd(name+".c", c, s); err != nil {
		return nil, err
	}
	if k.server, err = w.serverEnd(name+".s", s); err != nil {
		return nil, err
	}
	w.conns[name] = k
	out := k.client.Hello(w.now)
	k.queue(k.client, out)
	return out.Events, nil
}

func (w *World) clientEnd(name string, c *client, s *server) (*script.End, error) {
	policy, err := script.Policy(c.node)
	if err != nil {
		return nil, err
	}
	send, key := script.ServerName(c.node, s.node)
	kept := session.ClientKey{Name: key}
	offer, _ := c.store.Get(kept, w.now)
	cfg := &handshake.Config{
		Policy: policy, Rand: w.rand(name), ServerName: send, Session: offer, Verify: w.pki.Verify,
	}
	return script.NewEnd(name, handshake.Client, cfg, script.ClientKeeper{Store: c.store, Key: kept}, w.render)
}

// operate is the operator and the clock.
func (w *World) operate(c traces.Command) ([]traces.Event, bool, error) {
	switch c.Verb {
	case "tick":
		d, err := traces.Duration(c.Args[0])
		w.now = w.now.Add(d)
		return nil, true, err
	case "deploy":
		return nil, true, w.deploy(c.Args[0], c.Args[1:])
	}
	s := w.servers[c.Args[0]]
	do, ok := operations[c.Verb]
	if !ok || s == nil {
		return nil, ok, nil
	}
	return nil, true, do(w, s)
}

func (w *World) deploy(name string, edits []string) error {
	if c := w.clients[name]; c != nil {
		c.node = c.node.Edit(edits)
		return nil
	}
	s := w.servers[name]
	if s == nil {
		return fmt.Errorf("deploy %s: got a name that is no server or client", name)
	}
	s.node = s.node.Edit(edits)
	return w.certify(s)
}

// number reads the argument of a network command; the parser has seen to it
// that it is one.
func number(args []string, otherwise int) int {
	if len(args) < 2 {
		return otherwise
	}
	n, _ := strconv.Atoi(args[1])
	return n
}
