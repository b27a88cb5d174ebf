package peers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"tlsresume/impl/script"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// A conn is a connection: our end, a socket, and the stack's end.
type conn struct {
	server       string // the name of the server
	ours, theirs string // the names of the ends
	socket       net.Conn
	peer         connection

	end        *script.End      // nil: a server's, until a record reaches it
	deviations []traces.Command // of our end, from before it began
	queue      []byte           // records of our end for the stack
	tap        tap              // on what the stack says

	agreed   bool   // our end has
	finished bool   // our end has sent its Finished
	asked    bool   // the stack has said what it makes of the handshake
	claim    *claim // what it said, until that stands in an event; nil: it failed
	secure   bool   // our end has taken the stack's ChangeCipherSpec
	spoken   bool   // the stack's Finished was taken: its = comes behind it
	failed   bool   // the stack has said that its handshake failed
	goodbye  bool   // an application has closed: the stack owes a close_notify
	promised int    // bytes of data that the stack's application has written
	gone     bool   // the stack has closed the socket
	over     bool   // nothing more will happen
}

// sever ends the connection without a word.
func (k *conn) sever(now time.Time) error {
	if k.over {
		return nil
	}
	k.over, k.queue = true, nil
	if k.end != nil {
		k.end.Lose(now)
	}
	k.socket.Close()
	return k.peer.release()
}

// sever has the network end the connection.
func (w *world) sever(k *conn) error {
	if !k.over {
		w.tap.Break(k.ours, w.fleet.Now)
	}
	return k.sever(w.fleet.Now)
}

// sides gives the names of both ends of a connection, ours first.
func (w *world) sides(name string) (ours, theirs string) {
	if w.stack.role == Server {
		return name + ".c", name + ".s"
	}
	return name + ".s", name + ".c"
}

func (w *world) dial(ctx context.Context, name, clientName, serverName string) ([]traces.Event, error) {
	c, known := w.nodes.Node(clientName)
	s, too := w.nodes.Node(serverName)
	if !known || !too || w.conns[name] != nil {
		return nil, fmt.Errorf("got a name that is not a client, a server or new")
	}
	ctx, done := context.WithTimeout(ctx, w.patience)
	defer done()
	k := &conn{server: serverName}
	k.ours, k.theirs = w.sides(name)
	var err error
	if w.stack.role == Server {
		err = w.dialTheirs(ctx, k, clientName, s)
	} else {
		err = w.dialOurs(ctx, k, c, s)
	}
	if err != nil {
		return nil, inTime(err)
	}
	w.conns[name] = k
	w.tap.Dial(name, clientName, serverName, w.fleet.Now)
	if k.end == nil {
		return nil, nil
	}
	return k.queued(k.end.Hello(w.fleet.Now)), nil
}

// dialTheirs connects a client of ours with a server of the stack.
func (w *world) dialTheirs(ctx context.Context, k *conn, client string, server traces.Node) (err error) {
	if k.end, err = w.fleet.ClientEnd(k.ours, client, server); err != nil {
		return err
	}
	addr, err := w.servers[server.Name].addr()
	if err != nil {
		return err
	}
	if k.socket, err = new(net.Dialer).DialContext(ctx, "tcp", addr); err != nil {
		return err
	}
	if k.peer, err = w.servers[server.Name].accept(ctx); err != nil {
		k.socket.Close()
	}
	return err
}

// dialOurs connects a client of the stack with a server of ours.
func (w *world) dialOurs(ctx context.Context, k *conn, client, server traces.Node) (err error) {
	listener := w.listeners[server.Name]
	send, key := script.ServerName(client, server)
	if k.peer, err = w.clients[client.Name].dial(ctx, listener.Addr().String(), send, key); err != nil {
		return err
	}
	deadline, _ := ctx.Deadline()
	listener.SetDeadline(deadline)
	if k.socket, err = listener.Accept(); err != nil {
		err = errors.Join(err, k.peer.release())
	}
	return err
}

// act is what happens at one end of a connection.
func (w *world) act(ctx context.Context, c traces.Command) ([]traces.Event, error) {
	name, _, _ := strings.Cut(c.Args[0], ".")
	k := w.conns[name]
	if k == nil || k.over {
		return nil, nil
	}
	var events []traces.Event
	var err error
	switch theirs := c.Args[0] == k.theirs; {
	case c.Verb == "deliver" && len(c.Args) > 1:
		return nil, cannot("a real connection does not count its records")
	case c.Verb == "deliver" && theirs:
		events, err = w.flush(ctx, k)
	case c.Verb == "deliver":
		events, err = w.receive(ctx, k)
	case theirs:
		events, err = w.tell(ctx, k, c)
	default:
		events = k.command(c, w.fleet.Now)
	}
	if err != nil {
		return events, inTime(err)
	}
	return events, k.settle(w.fleet.Now)
}

// settle ends the connection when our end has nothing more to say or to take.
func (k *conn) settle(now time.Time) error {
	if k.end != nil && k.end.Dead() && len(k.queue) == 0 {
		return k.sever(now)
	}
	return nil
}

// command is what our application, or our misbehaving end, does.
func (k *conn) command(c traces.Command, now time.Time) []traces.Event {
	if k.end == nil {
		k.deviations = append(k.deviations, c)
		return nil
	}
	out, _ := k.end.Command(c, now)
	k.goodbye = k.goodbye || c.Verb == "close" && len(out.Records) > 0
	return k.queued(out)
}

// queued puts what our end said aside for the stack.
func (k *conn) queued(out script.Outcome) []traces.Event {
	for _, r := range out.Records {
		k.queue = append(k.queue, r...)
	}
	for _, e := range out.Events {
		k.agreed = k.agreed || e.Mark == traces.Agreed
		k.finished = k.finished || e.Mark == traces.Sent && e.What == wire.KindFinished.String()
	}
	return out.Events
}

// tell makes the stack's application do something. Before its handshake is over
// it has nothing to send, and no stack has a close_notify.
func (w *world) tell(ctx context.Context, k *conn, c traces.Command) ([]traces.Event, error) {
	if c.Verb != "send" && c.Verb != "close" {
		return nil, cannot("a stack does not misbehave by order")
	}
	var events []traces.Event
	if k.finished { // all that the stack needs
		var err error
		if events, err = w.ask(ctx, k); err != nil {
			return nil, err
		}
	}
	switch {
	case k.asked && !k.failed && c.Verb == "send":
		return events, w.write(k, c.Args[1])
	case k.asked && !k.failed:
		k.goodbye = true
		return events, k.peer.close()
	case c.Verb == "close" && (k.end != nil || w.stack.role == Client) && !k.asked && !k.gone:
		return events, cannot("a stack does not close in the middle of its handshake")
	}
	return events, nil
}

func (w *world) write(k *conn, text string) error {
	if w.stack.lines {
		text += "\n"
	}
	k.promised += len(text)
	return k.peer.send(text)
}
