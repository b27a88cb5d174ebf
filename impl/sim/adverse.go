package sim

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"tlsresume/impl/capture"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/impl/sim/adversary"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// adverse is a world with an adversary, which is one end of every connection.
type adverse struct {
	fleet   *script.Fleet
	name    string // of the adversary
	clients []traces.Node
	m       *adversary.Adversary
	tap     *capture.Run       // nil: nobody listens
	ends    map[string]*honest // by the name of the connection
	turn    *honest            // whose command it is
	offer   *string            // the connection whose session is offered instead of the newest, or none
}

// honest is the end of a connection that is not the adversary's.
type honest struct {
	conn   string
	client string // its name; "" of a server's end
	with   traces.Node
	end    *script.End // nil: a server's end that nothing has reached
	before []traces.Command
	made   *session.ClientSession // that the client made last, and keeps
	cut    bool
}

func newAdverse(h traces.Header, seams script.Seams, tap *capture.Run) (*adverse, error) {
	w := &adverse{name: h.Adversary, clients: h.Clients, ends: map[string]*honest{}, tap: tap}
	var err error
	w.fleet, err = script.NewFleet(h.Servers, h.Clients, func(who string) io.Reader { return source(h.Seed, who) }, w.seams(seams))
	if err != nil {
		return nil, err
	}
	w.fleet.Render.Adverse = true
	own, err := identity(h, w.fleet.PKI)
	if err != nil {
		return nil, err
	}
	w.m, err = adversary.New(own, w.certificate)
	return w, err
}

// besides are the verbs that are not those of package script. The network is the
// adversary's: nothing lies on wires.
var besides = []string{"dial", "forge", "relay", "cut"}

// Can reports whether the world has a verb.
func (w *adverse) Can(a traces.Ability) bool {
	return slices.Contains(slices.Concat(besides, script.Verbs, script.Operations), string(a))
}

// Close does nothing: a world holds nothing that must be given back.
func (w *adverse) Close() error { return nil }

// Do carries out a command.
func (w *adverse) Do(_ context.Context, c traces.Command) ([]traces.Event, error) {
	if !w.Can(traces.Ability(c.Verb)) {
		return nil, fmt.Errorf("%s: %w: where there is an adversary the simulator has no %s", c, traces.ErrCannot, c.Verb)
	}
	w.tap.Command(c)
	switch c.Verb {
	case "dial":
		return w.dial(c)
	case "forge", "relay":
		return w.attack(c)
	case "cut":
		w.cut(func(k *honest) bool { return k.conn == c.Args[0] })
		return nil, nil
	case "restart":
		w.cut(func(k *honest) bool { return k.client == "" && k.with.Name == c.Args[0] })
	}
	if known, err := w.fleet.Operate(c); known {
		return nil, err
	}
	return w.act(c), nil
}

func (w *adverse) cut(which func(*honest) bool) {
	for _, name := range slices.Sorted(maps.Keys(w.ends)) {
		if k := w.ends[name]; which(k) && !k.cut {
			k.cut = true
			w.tap.Break(name, w.fleet.Now)
			if k.end != nil {
				k.end.Lose(w.fleet.Now)
			}
		}
	}
}

// dial opens the one honest end that a connection has.
func (w *adverse) dial(c traces.Command) ([]traces.Event, error) {
	name, client, server := c.Args[0], c.Args[1], c.Args[2]
	if w.ends[name] != nil {
		return nil, fmt.Errorf("%s: got a name that is not new", c)
	}
	with, ok := w.fleet.Node(server)
	if server == w.name {
		with, ok = traces.Node{Name: server}, true
	}
	k := &honest{conn: name, client: client, with: with}
	if client == w.name {
		k.client = ""
	}
	if _, known := w.fleet.Node(k.client); !ok || k.client != "" && !known {
		return nil, fmt.Errorf("%s: %w: the simulator has clients, servers and the adversary only", c, traces.ErrCannot)
	}
	w.ends[name] = k
	w.m.Meet(name, w.peer(k))
	w.tap.Dial(name, client, server, w.fleet.Now)
	if k.client == "" {
		return nil, nil // the server's end begins with the first record
	}
	defer w.take(k, c.Args[3:])()
	var err error
	if k.end, err = w.fleet.ClientEnd(name+".c", client, with); err != nil {
		return nil, err
	}
	return w.seen(k, k.end.Hello(w.fleet.Now)), nil
}

// peer is what everybody may know of an honest end.
func (w *adverse) peer(k *honest) adversary.Peer {
	name := k.client
	if name == "" {
		name = k.with.Name
	}
	node, _ := w.fleet.Node(name)
	p := adversary.Peer{Client: k.client != "", Name: name, Unhashed: slices.Contains(node.Policies(), "ticket-unhashed")}
	if p.Client {
		p.With = k.with.Name
	}
	return p
}

// take gives an end its turn, with the session that it is to offer, until the function
// that it returns is called.
func (w *adverse) take(k *honest, offer []string) func() {
	w.turn, w.offer = k, nil
	if len(offer) > 0 {
		conn := strings.TrimPrefix(offer[0], "session=")
		w.offer = &conn
	}
	return func() { w.turn, w.offer = nil, nil }
}

// seen gives the adversary what an end has sent. What one sends that gives up is no
// flight.
func (w *adverse) seen(k *honest, out script.Outcome) []traces.Event {
	for _, r := range out.Records {
		w.tap.Pass(w.ownEnd(k), r, w.fleet.Now)
	}
	if !k.end.Dead() {
		w.m.See(k.conn, out.Records)
	}
	return out.Events
}

// ownEnd is the name of the end that is the adversary's.
func (w *adverse) ownEnd(k *honest) string {
	if k.client == "" {
		return k.conn + ".c"
	}
	return k.conn + ".s"
}

// place finds the end that a command names.
func (w *adverse) place(end string) *honest {
	conn, side, _ := strings.Cut(end, ".")
	if k := w.ends[conn]; k != nil && (side == "c") == (k.client != "") {
		return k
	}
	return nil
}

// act is what happens at one end: the application's commands and those of a
// misbehaving end.
func (w *adverse) act(c traces.Command) []traces.Event {
	k := w.place(c.Args[0])
	switch {
	case k == nil || k.cut:
		return nil
	case k.end == nil:
		k.before = append(k.before, c)
		return nil
	}
	var offer []string
	if c.Verb == "renegotiate" {
		offer = c.Args[1:]
	}
	defer w.take(k, offer)()
	out, _ := k.end.Command(c, w.fleet.Now)
	return w.seen(k, out)
}

// attack is what the adversary does: it gives an end a flight.
func (w *adverse) attack(c traces.Command) ([]traces.Event, error) {
	target := w.place(c.Args[len(c.Args)-1])
	if c.Verb == "forge" {
		target = w.place(c.Args[0])
	}
	if target == nil || target.cut || target.end != nil && target.end.Dead() {
		return nil, nil
	}
	flight, err := w.flight(c, target)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", traces.ErrCannot, err)
	}
	return w.give(target, flight)
}

func (w *adverse) flight(c traces.Command, target *honest) ([][]byte, error) {
	if c.Verb == "relay" {
		source := w.place(c.Args[0])
		if source == nil {
			return nil, nil
		}
		return w.m.Relay(source.conn, target.conn), nil
	}
	first, _ := wire.KindByName(c.Args[1])
	parts := adversary.Parts{}
	for _, part := range c.Args[2:] {
		key, value, _ := strings.Cut(part, "=")
		parts[key] = value
	}
	return w.m.Forge(target.conn, first, parts)
}

// give lets a flight reach an end, all at once.
func (w *adverse) give(k *honest, flight [][]byte) ([]traces.Event, error) {
	if len(flight) == 0 {
		return nil, nil
	}
	defer w.take(k, nil)()
	if k.end == nil {
		if err := w.accept(k); err != nil {
			return nil, err
		}
	}
	for _, r := range flight {
		w.tap.Pass(k.end.Name, r, w.fleet.Now)
	}
	out := k.end.Deliver(slices.Concat(flight...), w.fleet.Now)
	if k.end.Dead() {
		w.m.Refused(k.conn)
	}
	return w.seen(k, out), nil
}

// accept begins a server's end: it is what the server is at that moment.
func (w *adverse) accept(k *honest) (err error) {
	if k.end, err = w.fleet.ServerEnd(k.conn+".s", k.with.Name); err != nil {
		return err
	}
	for _, c := range k.before {
		k.end.Command(c, w.fleet.Now)
	}
	return nil
}
