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
	name               string
	with               string // the name of the server
	client, server     *script.End
	deviations         []traces.Command // of the server's end, from before it began
	toClient, toServer [][]byte         // records in flight
	cut                bool
}

// sever cuts the connection: what is in flight is lost.
func (w *World) sever(k *conn) {
	if k.cut {
		return
	}
	now := w.fleet.Now
	w.tap.Break(k.name, now)
	k.cut, k.toClient, k.toServer = true, nil, nil
	k.client.Lose(now)
	if k.server != nil {
		k.server.Lose(now)
	}
}

// queue puts what an end sent onto the wire to the other.
func (w *World) queue(k *conn, from *script.End, out script.Outcome) {
	wire := k.wire(from.Side.Peer())
	*wire = append(*wire, out.Records...)
	w.tap.Say(k.endOf(from.Side.Peer()), out.Records)
}

// endOf is the name of the end of a side.
func (k *conn) endOf(side handshake.Side) string {
	if side == handshake.Client {
		return k.name + ".c"
	}
	return k.name + ".s"
}

func (k *conn) wire(towards handshake.Side) *[][]byte {
	if towards == handshake.Client {
		return &k.toClient
	}
	return &k.toServer
}

// end is the end of a side. That of the server is nil until a record reaches
// it.
func (k *conn) end(side handshake.Side) *script.End {
	if side == handshake.Client {
		return k.client
	}
	return k.server
}

// place finds a connection and a side by the name of an end, k1.c or k1.s.
func (w *World) place(end string) (*conn, handshake.Side) {
	name, side, _ := strings.Cut(end, ".")
	if side == "s" {
		return w.conns[name], handshake.Server
	}
	return w.conns[name], handshake.Client
}

// network is what happens to records in flight.
func (w *World) network(c traces.Command) ([]traces.Event, bool, error) {
	if c.Verb == "cut" {
		if k := w.conns[c.Args[0]]; k != nil {
			w.sever(k)
		}
		return nil, true, nil
	}
	if c.Verb != "deliver" && edits[c.Verb] == nil {
		return nil, false, nil
	}
	k, side := w.place(c.Args[0])
	if k == nil || k.cut {
		return nil, true, nil
	}
	wire := k.wire(side)
	if c.Verb == "deliver" {
		events, err := w.deliver(c.Args[0], k, side, number(c.Args, len(*wire)))
		return events, true, err
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

// deliver lets the first n records reach an end. The server's end begins with
// the first: it is what the server is at that moment.
func (w *World) deliver(name string, k *conn, side handshake.Side, n int) ([]traces.Event, error) {
	wire := k.wire(side)
	n = min(n, len(*wire))
	if n > 0 && k.end(side) == nil {
		if err := w.accept(name, k); err != nil {
			return nil, err
		}
	}
	records := (*wire)[:n:n]
	*wire = (*wire)[n:]
	var events []traces.Event
	for _, r := range records {
		end := k.end(side)
		w.tap.Pass(name, r, w.fleet.Now)
		out := end.Deliver(r, w.fleet.Now)
		w.queue(k, end, out)
		events = append(events, out.Events...)
	}
	return events, nil
}

// accept begins the server's end of a connection.
func (w *World) accept(name string, k *conn) (err error) {
	if k.server, err = w.fleet.ServerEnd(name, k.with); err != nil {
		return err
	}
	for _, c := range k.deviations {
		k.server.Command(c, w.fleet.Now)
	}
	return nil
}
