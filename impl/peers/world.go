package peers

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"time"

	"tlsresume/impl/capture"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A world is a traces.System in which all servers, or all clients, are a
// stack's. The others are ours.
type world struct {
	stack    *stack
	site     *site
	patience time.Duration
	fleet    *script.Fleet

	nodes     traces.Header // as they are configured now
	servers   map[string]server
	clients   map[string]client
	listeners map[string]*net.TCPListener // of our servers
	conns     map[string]*conn
	tap       *capture.Run // nil: nobody listens
}

func newWorld(ctx context.Context, s *stack, patience time.Duration, h traces.Header) (_ *world, err error) {
	if why := s.missing(); why != "" {
		return nil, cannot("%s", why)
	}
	w := &world{
		stack: s, patience: patience, nodes: h,
		servers: map[string]server{}, clients: map[string]client{},
		listeners: map[string]*net.TCPListener{}, conns: map[string]*conn{}, tap: capture.From(ctx),
	}
	if err := w.fits(h); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
		}
	}()
	return w, w.build(ctx)
}

// build starts everything that the header names.
func (w *world) build(ctx context.Context) (err error) {
	h := w.nodes
	w.site = &site{rand: func(who string) io.Reader { return source(h.Seed, who) }}
	if w.site.dir, err = os.MkdirTemp("", "tlsresume-"); err != nil {
		return err
	}
	ours, theirs := h, h
	if w.stack.role == Server {
		ours.Servers, theirs.Clients = nil, nil
	} else {
		ours.Clients, theirs.Servers = nil, nil
	}
	if w.fleet, err = script.NewFleet(ours.Servers, ours.Clients, w.site.rand, w.seams()); err != nil {
		return err
	}
	w.site.pki = w.fleet.PKI
	for _, n := range ours.Servers {
		l, err := listen()
		if err != nil {
			return err
		}
		w.listeners[n.Name] = l
	}
	for _, n := range theirs.Servers {
		s, err := w.stack.serve(ctx, w.site, n)
		if err != nil {
			return err
		}
		w.servers[n.Name] = s
	}
	for _, n := range theirs.Clients {
		c, err := w.stack.connect(ctx, w.site, n)
		if err != nil {
			return err
		}
		w.clients[n.Name] = c
	}
	return nil
}

// seams have our ends tell their secrets, if somebody listens.
func (w *world) seams() script.Seams {
	if w.tap == nil {
		return script.Seams{}
	}
	return script.Seams{KeyLog: w.tap.KeyLog}
}

func listen() (*net.TCPListener, error) {
	return net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
}

// source is the randomness of one end or server of ours.
func source(seed uint64, who string) io.Reader {
	key := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, seed), who...))
	return rand.NewChaCha8(key)
}

// fits refuses nodes that the stack cannot be.
func (w *world) fits(h traces.Header) error {
	for _, s := range h.Servers {
		for _, c := range h.Clients {
			if err := w.stack.fits(c, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// ability lists the verbs that a world has. The network's are not among them,
// but for those that a socket can do.
var ability = []string{
	"dial", "send", "close", "deliver", "cut", "omit", "say", "reorder",
	"rotate", "retire", "restart", "deploy", "evict",
}

// Can reports whether the world has a verb. Of those that it has, some stacks
// refuse some uses.
func (w *world) Can(a traces.Ability) bool { return slices.Contains(ability, string(a)) }

// Do carries out a command.
func (w *world) Do(ctx context.Context, c traces.Command) ([]traces.Event, error) {
	events, err := w.do(ctx, c)
	if err != nil {
		err = fmt.Errorf("%s %s: %w", w.stack.name, w.stack.role, err)
	}
	return events, err
}

func (w *world) do(ctx context.Context, c traces.Command) ([]traces.Event, error) {
	if !w.Can(traces.Ability(c.Verb)) {
		return nil, cannot("a real connection has no %s", c.Verb)
	}
	w.tap.Command(c)
	switch c.Verb {
	case "dial":
		return w.dial(ctx, c.Args[0], c.Args[1], c.Args[2])
	case "cut":
		if k := w.conns[c.Args[0]]; k != nil {
			return nil, w.sever(k)
		}
		return nil, nil
	case "deploy":
		return nil, w.deploy(ctx, c)
	case "rotate", "retire", "restart", "evict":
		return nil, w.operate(ctx, c)
	}
	return w.act(ctx, c)
}

// operate is the operator at a server. One that starts again cuts its
// connections.
func (w *world) operate(ctx context.Context, c traces.Command) error {
	if c.Verb == "restart" {
		if err := w.severAll(func(k *conn) bool { return k.server == c.Args[0] }, w.sever); err != nil {
			return err
		}
	}
	if w.stack.role == Client {
		_, err := w.fleet.Operate(c)
		return err
	}
	s := w.servers[c.Args[0]]
	if s == nil {
		return fmt.Errorf("got %q, want a server", c.Args[0])
	}
	ctx, done := context.WithTimeout(ctx, w.patience)
	defer done()
	return inTime(s.operate(ctx, c.Verb))
}

func (w *world) severAll(which func(*conn) bool, sever func(*conn) error) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(w.conns)) {
		if k := w.conns[name]; which(k) {
			errs = append(errs, sever(k))
		}
	}
	return errors.Join(errs...)
}

// deploy changes the options of a node, if the stack fits them still.
func (w *world) deploy(ctx context.Context, c traces.Command) error {
	name, edits := c.Args[0], c.Args[1:]
	h := traces.Header{Servers: edited(w.nodes.Servers, name, edits), Clients: edited(w.nodes.Clients, name, edits)}
	if err := w.fits(h); err != nil {
		return err
	}
	err := w.reconfigure(ctx, c, h)
	if err == nil {
		w.nodes.Servers, w.nodes.Clients = h.Servers, h.Clients
	}
	return err
}

func (w *world) reconfigure(ctx context.Context, c traces.Command, h traces.Header) error {
	ctx, done := context.WithTimeout(ctx, w.patience)
	defer done()
	node, _ := h.Node(c.Args[0])
	if s := w.servers[node.Name]; s != nil {
		return inTime(s.deploy(ctx, node))
	}
	if k := w.clients[node.Name]; k != nil {
		return inTime(k.deploy(ctx, node))
	}
	_, err := w.fleet.Operate(c)
	return err
}

func edited(nodes []traces.Node, name string, edits []string) []traces.Node {
	nodes = slices.Clone(nodes)
	for i, n := range nodes {
		if n.Name == name {
			nodes[i] = n.Edit(edits)
		}
	}
	return nodes
}

// inTime makes a wait that was too long inconclusive.
func inTime(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("%w: got no answer in time: %w", ErrInconclusive, err)
	}
	return err
}

// Close ends everything, and does not return before it has ended.
func (w *world) Close() error {
	end := func(k *conn) error { return k.sever(w.fleet.Now) }
	errs := []error{w.severAll(func(*conn) bool { return true }, end)}
	for _, c := range w.clients {
		errs = append(errs, c.close())
	}
	for _, s := range w.servers {
		errs = append(errs, s.close())
	}
	for _, l := range w.listeners {
		errs = append(errs, l.Close())
	}
	if w.site != nil && w.site.dir != "" {
		errs = append(errs, os.RemoveAll(w.site.dir))
	}
	return errors.Join(errs...)
}
