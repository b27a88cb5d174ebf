// Package sim is the simulated world: clients, servers, wires and a clock, all
// of them ours, driven by the commands of a trace.
package sim

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"

	"tlsresume/impl/capture"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A World is a traces.System of reference endpoints.
type World struct {
	fleet *script.Fleet
	conns map[string]*conn
	tap   *capture.Run // nil: nobody listens
}

// Open builds the world that a header describes.
func Open(ctx context.Context, h traces.Header) (traces.System, error) {
	return open(ctx, h, script.Seams{})
}

// OpenWith builds worlds with something between their parts: each with what seams gives.
func OpenWith(seams func() script.Seams) traces.Open {
	return func(ctx context.Context, h traces.Header) (traces.System, error) { return open(ctx, h, seams()) }
}

func open(ctx context.Context, h traces.Header, seams script.Seams) (traces.System, error) {
	tap := capture.From(ctx)
	if tap != nil {
		seams.KeyLog = tap.KeyLog
	}
	if h.Adversary != "" {
		return newAdverse(h, seams, tap)
	}
	return newWorld(h, seams, tap)
}

func newWorld(h traces.Header, seams script.Seams, tap *capture.Run) (*World, error) {
	fleet, err := script.NewFleet(h.Servers, h.Clients, func(who string) io.Reader { return source(h.Seed, who) }, seams)
	if err != nil {
		return nil, err
	}
	return &World{fleet: fleet, conns: map[string]*conn{}, tap: tap}, nil
}

// source is the randomness of one end or server.
func source(seed uint64, who string) io.Reader {
	key := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, seed), who...))
	return rand.NewChaCha8(key)
}

// ability lists the verbs of the network, and dial; the others are those of package
// script.
var ability = []string{"dial", "deliver", "drop", "dup", "swap", "cut"}

// Can reports whether the world has a verb.
func (w *World) Can(a traces.Ability) bool {
	return slices.Contains(slices.Concat(ability, script.Verbs, script.Operations), string(a))
}

// Close tells who listens what is left on the wires. A world holds nothing that must be
// given back.
func (w *World) Close() error {
	if w.tap == nil {
		return nil
	}
	for _, k := range w.inOrder() {
		w.tap.Rest(k.name+".s", k.toServer, w.fleet.Now)
		w.tap.Rest(k.name+".c", k.toClient, w.fleet.Now)
	}
	return nil
}

// inOrder is the connections by their names.
func (w *World) inOrder() []*conn {
	var all []*conn
	for _, name := range slices.Sorted(maps.Keys(w.conns)) {
		all = append(all, w.conns[name])
	}
	return all
}

// Do carries out a command.
func (w *World) Do(_ context.Context, c traces.Command) ([]traces.Event, error) {
	if !w.Can(traces.Ability(c.Verb)) {
		return nil, fmt.Errorf("%s: %w: the simulator has no %s", c, traces.ErrCannot, c.Verb)
	}
	w.tap.Command(c)
	for _, run := range []func(traces.Command) ([]traces.Event, bool, error){w.network, w.operate, w.act} {
		if events, known, err := run(c); known || err != nil {
			return events, err
		}
	}
	return nil, nil // what happens at a connection that there is not
}

// operate is the operator and the clock. A server that starts again cuts its
// connections.
func (w *World) operate(c traces.Command) ([]traces.Event, bool, error) {
	if c.Verb == "restart" {
		for _, k := range w.inOrder() {
			if k.with == c.Args[0] {
				w.sever(k)
			}
		}
	}
	known, err := w.fleet.Operate(c)
	return nil, known, err
}

// act is what happens at one end: the application's commands and those of a
// misbehaving end, and dial.
func (w *World) act(c traces.Command) ([]traces.Event, bool, error) {
	if c.Verb == "dial" {
		events, err := w.dial(c.Args[0], c.Args[1], c.Args[2])
		return events, true, err
	}
	k, side := w.place(c.Args[0])
	if k == nil {
		return nil, false, nil
	}
	end := k.end(side)
	switch {
	case k.cut:
		return nil, true, nil
	case end == nil:
		k.deviations = append(k.deviations, c)
		return nil, true, nil
	}
	out, known := end.Command(c, w.fleet.Now)
	w.queue(k, end, out)
	return out.Events, known, nil
}

func (w *World) dial(name, client, server string) ([]traces.Event, error) {
	_, known := w.fleet.Node(client)
	node, too := w.fleet.Node(server)
	switch {
	case w.conns[name] != nil:
		return nil, fmt.Errorf("dial %s %s %s: got a name that is not new", name, client, server)
	case !known || !too:
		return nil, fmt.Errorf("dial %s %s %s: %w: the simulator has clients and servers only", name, client, server, traces.ErrCannot)
	}
	k := &conn{name: name, with: server}
	var err error
	if k.client, err = w.fleet.ClientEnd(name+".c", client, node); err != nil {
		return nil, err
	}
	w.conns[name] = k
	w.tap.Dial(name, client, server, w.fleet.Now)
	out := k.client.Hello(w.fleet.Now)
	w.queue(k, k.client, out)
	return out.Events, nil
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
