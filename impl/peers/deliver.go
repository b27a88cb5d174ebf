package peers

import (
	"context"
	"errors"
	"net"
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// flush writes to the socket what our end has said. When the stack has all that
// it needs, it says what it makes of the handshake.
func (w *world) flush(ctx context.Context, k *conn) ([]traces.Event, error) {
	defer k.within(ctx, w.patience)()
	b := k.queue
	k.queue = nil
	w.tap.Pass(k.theirs, b, w.fleet.Now)
	if _, err := k.socket.Write(b); err != nil && isTimeout(err) {
		return nil, outOfTime(ctx, err)
	}
	if !k.agreed { // any other error: the stack has closed, which reading will tell
		return nil, nil
	}
	return w.ask(ctx, k)
}

// within bounds what is done to the socket, until the function is called that
// it returns.
func (k *conn) within(ctx context.Context, patience time.Duration) (release func()) {
	deadline := time.Now().Add(patience)
	if d, ok := ctx.Deadline(); ok && d.Before(deadline) {
		deadline = d
	}
	k.socket.SetDeadline(deadline)
	stop := context.AfterFunc(ctx, func() { k.socket.SetDeadline(time.Unix(1, 0)) })
	return func() { stop() }
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// outOfTime says whose time it was that ran out.
func outOfTime(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// ask lets the stack say once, when our Finished and all before it has been
// delivered, what it makes of the handshake.
func (w *world) ask(ctx context.Context, k *conn) ([]traces.Event, error) {
	if k.asked || len(k.queue) > 0 {
		return nil, nil
	}
	bounded, done := context.WithTimeout(ctx, w.patience)
	defer done()
	c, err := k.peer.report(bounded)
	if err != nil {
		return nil, outOfTime(ctx, err)
	}
	k.asked, k.claim, k.failed = true, c, c == nil
	return w.announce(k), nil
}

// announce is the stack's = event, which stands behind its Finished.
func (w *world) announce(k *conn) []traces.Event {
	if k.claim == nil || !k.spoken {
		return nil
	}
	e := k.claim.agreed(k.theirs, w.fleet.Render)
	k.claim = nil
	return []traces.Event{e}
}

// owes reports whether something must come from the stack: a message of the
// order table, once it has what our end said before; data or a close_notify that
// its application was told to send; the answer to our close_notify (RFC 5246
// 7.2.1); the alert of a handshake that has failed; or, when our end has given up,
// the rest of a flight.
func (k *conn) owes() bool {
	switch {
	case k.gone:
		return false
	case k.end == nil:
		return true
	case k.end.Dead():
		return k.tap.midFlight()
	}
	awaited := len(k.queue) == 0 && len(k.end.Awaits()) > 0
	return awaited || k.promised > 0 || k.goodbye || k.failed
}

// receive reads what the stack owes, until our end has answered, agreed or
// given up.
func (w *world) receive(ctx context.Context, k *conn) ([]traces.Event, error) {
	defer k.within(ctx, w.patience)()
	var events []traces.Event
	buffer := make([]byte, 1<<15)
	for answered := false; k.owes() && (!answered || k.promised > 0 || k.goodbye || k.tap.midFlight()); {
		n, err := k.socket.Read(buffer)
		if n > 0 {
			more, err := w.take(k, buffer[:n])
			if err != nil {
				return events, err
			}
			events, answered = append(events, more.events...), answered || more.answered
		}
		switch {
		case err == nil:
		case isTimeout(err):
			return events, outOfTime(ctx, err)
		default: // end of file, or the connection was reset
			k.gone = true
		}
	}
	if !k.agreed {
		return events, nil
	}
	more, err := w.ask(ctx, k)
	return append(events, more...), err
}

// A taking is what came of bytes of the stack.
type taking struct {
	events   []traces.Event
	answered bool // our end has said something, or agreed
}

// take gives our end what the stack sent, and makes the stack's events of it.
func (w *world) take(k *conn, b []byte) (taking, error) {
	if k.end == nil {
		if err := w.begin(k); err != nil {
			return taking{}, err
		}
	}
	w.tap.Pass(k.ours, b, w.fleet.Now)
	events := w.plain(k, b)
	before := k.agreed
	out := k.end.Deliver(b, w.fleet.Now)
	for _, t := range out.Took {
		k.promised = max(0, k.promised-len(t.Data))
	}
	if w.stack.lines {
		out = withoutLineEnd(out)
	}
	events = append(events, w.protected(k, out.Took)...)
	events = append(events, k.queued(out)...)
	return taking{events, len(out.Records) > 0 || k.agreed != before}, nil
}

// plain is what the stack said up to its ChangeCipherSpec.
func (w *world) plain(k *conn, b []byte) []traces.Event {
	var events []traces.Event
	for _, t := range k.tap.hear(b) {
		events = append(events, said(k.theirs, t, w.fleet.Render))
	}
	return events
}

// protected is what it said behind it.
func (w *world) protected(k *conn, took []endpoint.Took) []traces.Event {
	var events []traces.Event
	for _, t := range took {
		if !k.secure {
			k.secure = t.Kind == wire.KindChangeCipherSpec
			continue
		}
		events = append(events, said(k.theirs, t, w.fleet.Render))
		k.spoken = k.spoken || t.Kind == wire.KindFinished
		events = append(events, w.announce(k)...)
	}
	return events
}

// begin makes our server's end, as the server is when the first bytes come.
func (w *world) begin(k *conn) (err error) {
	if k.end, err = w.fleet.ServerEnd(k.ours, k.server); err != nil {
		return err
	}
	for _, c := range k.deviations {
		k.end.Command(c, w.fleet.Now)
	}
	return nil
}
