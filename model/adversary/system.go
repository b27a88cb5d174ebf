package adversary

import (
	"context"
	"fmt"
	"slices"

	"tlsresume/traces"
)

// Open makes the relation the world that a header describes: one honest client,
// one honest server and the adversary between them.
func Open(ctx context.Context, h traces.Header) (traces.System, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w, err := read(h)
	if err != nil {
		return nil, err
	}
	return w.open(h), nil
}

// A system is a state that obeys commands and tells what the honest ends do. Its
// terms are never renamed, so that equal terms have equal symbols to the last.
type system struct {
	world
	state   state
	names   [adversary + 1]string // of the parties; of the client, the one in its certificate
	nodes   [2]traces.Node        // of the roles
	conns   []conn
	said    map[place]string // the flight that each end said last, by its first message
	over    map[place]bool
	newest  []uint8 // the client's connections, in the order in which their handshakes ended
	symbols traces.Symbols
	events  []traces.Event // of the command that runs
}

// A place is an honest end: its role, and its slot among those of the role.
type place struct {
	role int
	slot uint8
}

// A conn is a connection between an honest end and the adversary.
type conn struct {
	name string
	place
}

// end is the name of the honest end.
func (k conn) end() string { return k.name + [...]string{client: ".c", server: ".s"}[k.role] }

func (w world) open(h traces.Header) *system {
	y := &system{
		world: w, nodes: [...]traces.Node{client: h.Clients[0], server: h.Servers[0]},
		said: map[place]string{}, over: map[place]bool{},
	}
	y.names = [...]string{honestServer: y.nodes[server].Name, adversary: h.Adversary}
	y.names[honestClient], _ = y.nodes[client].Has("identity")
	return y
}

func (s *state) at(p place) *end {
	if p.role == client {
		return &s.Clients[p.slot]
	}
	return &s.Servers[p.slot]
}

// verbs are what the model makes of the vocabulary's.
var verbs = map[string]func(*system, []string) error{
	"dial": (*system).dial, "renegotiate": (*system).renegotiate, "cut": (*system).cut,
	"forge": (*system).forge, "relay": (*system).relay, "deploy": (*system).deploy, "evict": (*system).evict,
}

// Do carries out a command.
func (y *system) Do(ctx context.Context, c traces.Command) ([]traces.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	verb, ok := verbs[c.Verb]
	if !ok {
		return nil, fmt.Errorf("the model with an adversary does not %s: %w", c.Verb, traces.ErrCannot)
	}
	y.events = nil
	err := verb(y, c.Args)
	return y.events, err
}

// Can reports whether the model has a verb.
func (y *system) Can(a traces.Ability) bool { return verbs[string(a)] != nil }

// Close ends the world.
func (y *system) Close() error { return nil }

// conn finds a connection by its name.
func (y *system) conn(name string) (conn, error) {
	i := slices.IndexFunc(y.conns, func(k conn) bool { return k.name == name })
	if i < 0 {
		return conn{}, fmt.Errorf("got %q, want the name of a connection", name)
	}
	return y.conns[i], nil
}

// end finds an honest end by its name.
func (y *system) end(name string) (conn, error) {
	i := slices.IndexFunc(y.conns, func(k conn) bool { return k.end() == name })
	if i < 0 {
		return conn{}, fmt.Errorf("got %q, want an honest end", name)
	}
	return y.conns[i], nil
}

// slot finds the connection of an honest end of a role.
func (y *system) slot(role int, name string) (uint8, error) {
	k, err := y.conn(name)
	if err == nil && k.role != role {
		return 0, fmt.Errorf("got %q, want a connection of %s", name, y.nodes[role].Name)
	}
	return k.slot, err
}

// name is the name of a connection.
func (y *system) name(p place) string {
	i := slices.IndexFunc(y.conns, func(k conn) bool { return k.place == p })
	return y.conns[i].name
}
