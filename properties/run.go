package properties

import (
	"slices"
	"strings"

	"tlsresume/traces"
)

// A Run is the events of a trace, in order and by connection, and the world in
// which they happened.
type Run struct {
	Header     traces.Header
	Conns      []Conn      // in the order in which they were dialled
	Handshakes []Handshake // of all connections, in that order
	world      []moment    // of each step, what its command has made of the fleet
}

// A Conn is what happened on one connection.
type Conn struct {
	Name           string
	With           [2]string // the nodes that were to be its client and its server
	Client, Server []Event   // of each end, in order
}

// An Event is one of a trace, with what was the case when it happened.
type Event struct {
	traces.Event
	At, Step int // its number among all events of the trace, and that of its step

	// Honest says that its end was not told to misbehave; Calm that nothing on the
	// connection was: neither end, nor the network, and that there is no adversary.
	Honest, Calm bool
}

// A Handshake is what happened on a connection from one ClientHello to the next.
type Handshake struct {
	Conn
	N int // how many there were before on the connection
}

// NewRun sorts the events of a trace by connection and end. A connection that
// nobody dialled is one of no node; what is no end of a connection did nothing.
func NewRun(t *traces.Trace) Run {
	run := Run{Header: t.Header, world: history(t)}
	index, amiss, number := map[string]int{}, map[string]bool{}, 0
	conn := func(name string) *Conn {
		if _, ok := index[name]; !ok {
			index[name] = len(run.Conns)
			run.Conns = append(run.Conns, Conn{Name: name})
		}
		return &run.Conns[index[name]]
	}
	for i, step := range t.Steps {
		if c := step.Command; c.Verb == "dial" {
			conn(c.Args[0]).With = [2]string{c.Args[1], c.Args[2]}
		} else if slices.Contains(damaging, c.Verb) {
			name, _, _ := strings.Cut(c.Args[0], ".")
			amiss[c.Args[0]] = amiss[c.Args[0]] || slices.Contains(misbehaving, c.Verb)
			amiss[name] = true
		}
		for _, e := range step.Events {
			name, side, _ := strings.Cut(e.End, ".")
			happened := Event{e, number, i, !amiss[e.End], !amiss[name] && t.Header.Adversary == ""}
			number++
			switch c := conn(name); side {
			case "c":
				c.Client = append(c.Client, happened)
			case "s":
				c.Server = append(c.Server, happened)
			}
		}
	}
	for _, c := range run.Conns {
		run.Handshakes = append(run.Handshakes, c.handshakes()...)
	}
	return run
}

// What makes an end misbehave, and what makes the network.
var (
	misbehaving = []string{"omit", "say", "reorder"}
	damaging    = append([]string{"drop", "dup", "swap"}, misbehaving...)
)

// handshakes are those of the connection, in order, the renegotiations behind the
// first. Each begins with the ClientHello.
func (c Conn) handshakes() []Handshake {
	client := split(c.Client, func(e Event, _ bool) bool { return e.Mark == traces.Sent && e.What == "ClientHello" })
	server := split(c.Server, func(e Event, over bool) bool {
		// What a server does not take begins a handshake all the same.
		return e.Mark == traces.Accepted && e.What == "ClientHello" || e.Mark == traces.Aborted && over
	})
	all := make([]Handshake, max(len(client), len(server)))
	for i := range all {
		all[i] = Handshake{Conn{Name: c.Name, With: c.With}, i}
		if i < len(client) {
			all[i].Client = client[i]
		}
		if i < len(server) {
			all[i].Server = server[i]
		}
	}
	return all
}

// split cuts the events of an end before each that begins a handshake, but the first;
// over is whether the one before has ended well, or was refused.
func split(events []Event, begins func(e Event, over bool) bool) (parts [][]Event) {
	begin, any, over := 0, false, false
	for i, e := range events {
		over = over || e.Mark == traces.Agreed || e.Mark == traces.Sent && fact(&e, "alert") == "no_renegotiation"
		if !begins(e, over) {
			continue
		}
		if any {
			parts, begin = append(parts, events[begin:i]), i
		}
		any, over = true, false
	}
	return append(parts, events[begin:])
}

// anyEvent reports whether some event of the run is like this.
func (r Run) anyEvent(like func(Event) bool) bool {
	return slices.ContainsFunc(r.Conns, func(c Conn) bool {
		return slices.ContainsFunc(c.Client, like) || slices.ContainsFunc(c.Server, like)
	})
}

// firstEnd gives the violation of the first end of a connection that has one.
func (r Run) firstEnd(broken func(c Conn, events []Event) *Violation) *Violation {
	for _, c := range r.Conns {
		for _, events := range [][]Event{c.Client, c.Server} {
			if v := broken(c, events); v != nil {
				return v
			}
		}
	}
	return nil
}
