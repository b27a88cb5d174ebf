package sim

import (
	"slices"
	"strings"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// A conn is a connection with its two wires.
type conn struct {
	with               *server
	client, server     *script.End
	toClient, toServer [][]byte // records in flight
	cut                bool
}

// sever cuts the connection: what is in flight is lost.
func (k *conn) sever() { k.cut, k.toClient, k.toServer = true, nil, nil }

// queue puts what an end sent onto the wire to the other.
func (k *conn) queue(from *script.End, out script.Outcome) {
	w := k.wire(from.Side.Peer())
	*w = append(*w, out.Records...)
}

func (k *conn) wire(towards handshake.Side) *[][]byte {
	if towards == handshake.Client {
		return &k.toClient
	}
	return &k.toServer
}

// end finds an end by its name, k1.c or k1.s, or nil.
func (w *World) end(name string) (*conn, *script.End) {
	connection, side, _ := strings.Cut(name, ".")
	k := w.conns[connection]
	switch {
	case k == nil:
		return nil, nil
	case side == "c":
		return k, k.client
	case side == "s":
		return k, k.server
	}
	return nil, nil
}

// network is what happens to records in flight.
func (w *World) network(c traces.Command) ([]traces.Event, bool, error) {
	if c.Verb == "cut" {
		if k := w.conns[c.Args[0]]; k != nil {
			k.sever()
		}
		return nil, true, nil
	}
	if c.Verb != "deliver" && edits[c.Verb] == nil {
		return nil, false, nil
	}
	k, end := w.end(c.Args[0])
	if end == nil || k.cut {
		return nil, true, nil
	}
	wire := k.wire(end.Side)
	if c.Verb == "deliver" {
		return w.deliver(k, end, number(c.Args, len(*wire))), true, nil
	}
	if n := number(c.Args, 0) - 1; n >= 0 && n < len(*wire) {
		*wire = edits[c.Verb](*wire, n)
	}
	return nil, true, nil
}

// edits change the n-th record on a wire, counted from 0.
var edits = map[string]func(wire [][]byte, n int) [][]byte{
	"drop": func(wire [][]byte, n int) [][]byte { return slices.Delete(wire, n, n+1) },
	"dup":  func(wire [][]byte, n int) [][]byte { return slices.Insert(wire, n, wire[n]) },
	"swap": func(wire [][]byte, n int) [][]byte {
		if n+1 < len(wire) {
			wire[n], wire[n+1] = wire[n+1], wire[n]
		}
		return wire
	},
}

// deliver lets the first n records reach an end.
func (w *World) deliver(k *conn, end *script.End, n int) []traces.Event {
	wire := k.wire(end.Side)
	n = min(n, len(*wire))
	records := (*wire)[:n:n]
	*wire = (*wire)[n:]
	var events []traces.Event
	for _, r := range records {
		out := end.Deliver(r, w.now)
		k.queue(end, out)
		events = append(events, out.Events...)
	}
	return events
}
