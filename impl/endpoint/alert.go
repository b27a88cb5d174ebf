package endpoint

import (
	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// maxWarnings is how many alerts in a row a peer may send that end nothing and answer
// nothing; BoringSSL has the same bound.
const maxWarnings = 4

// alert takes an alert. close_notify is told by its description, whatever its
// level: some stacks send it as a fatal one.
func (e *Endpoint) alert(payload []byte) {
	if len(payload) != wire.AlertSize {
		e.abort(&handshake.Abort{Reason: handshake.MalformedAlert})
		return
	}
	notice := Notice{wire.Level(payload[0]), wire.Alert(payload[1])}
	answer := notice.Alert == wire.NoRenegotiation && e.wishes()
	if !answer {
		e.warnings++
	}
	switch {
	case !known(notice.Level) && (e.strict.Levels || notice.Alert != wire.CloseNotify):
		e.abort(&handshake.Abort{Reason: handshake.AlertOfUnknownLevel})
	case notice.Alert == wire.CloseNotify:
		e.effect(Took{Kind: wire.KindAlert, Alert: notice})
		e.closeNotify()
		e.dead = true // RFC 5246 7.2.1: "Any data received after a closure alert is ignored."
	case notice.Level == wire.Fatal:
		e.effect(Took{Kind: wire.KindAlert, Alert: notice})
		e.dead = true
		e.invalidate()
	case e.warnings > maxWarnings:
		e.abort(&handshake.Abort{Reason: handshake.TooManyWarnings})
	default:
		e.effect(Took{Kind: wire.KindAlert, Alert: notice})
		if answer {
			e.refused()
		}
	}
}

func known(l wire.Level) bool { return l == wire.Warning || l == wire.Fatal }

// closeNotify sends a close_notify unless this end has done so. RFC 5246 7.2.1:
// the other party "MUST respond with a close_notify alert of its own".
func (e *Endpoint) closeNotify() {
	e.warn(wire.CloseNotify)
	e.closing = true
}

func (e *Endpoint) warn(a wire.Alert) { e.tell(Notice{wire.Warning, a}) }

func (e *Endpoint) tell(n Notice) {
	e.transmit(Transmit{Kind: wire.KindAlert, Alert: n}, record.Alert, []byte{byte(n.Level), byte(n.Alert)})
}

// abort ends the connection for a reason that lies outside the handshake's
// plan, and forgets its session (RFC 5246 7.2.2).
func (e *Endpoint) abort(a *handshake.Abort) {
	e.invalidate()
	e.announce(a)
}

// announce sends the fatal alert (RFC 5246 7.2.2: it is sent before the
// connection is closed), under the keys that are current.
func (e *Endpoint) announce(a *handshake.Abort) {
	e.flush()
	if e.dead {
		return
	}
	e.dead = true
	a.Instead = e.alerts[a.Reason]
	wire := e.fatal(a.Alert())
	e.effect(Aborted{Abort: a, Wire: wire})
}

// fatal is the alert's record, or nothing when none can be made any more.
func (e *Endpoint) fatal(a wire.Alert) []byte {
	if e.closing {
		return nil
	}
	out, err := e.out.Append(nil, record.Alert, []byte{byte(wire.Fatal), byte(a)})
	if err != nil {
		return nil
	}
	return out
}

func (e *Endpoint) invalidate() {
	for _, f := range e.hs.Invalidate() {
		e.perform(f)
	}
}

// data takes application data. RFC 5246 7.3: none "prior to the completion of
// the first handshake".
func (e *Endpoint) data(payload []byte) {
	if e.strict.Messages && len(e.joined) > 0 {
		e.abort(&handshake.Abort{Reason: handshake.MessageInterrupted})
		return
	}
	if !e.hs.TakesData() {
		e.abort(&handshake.Abort{Reason: handshake.OutOfOrder, Got: wire.KindApplicationData, Want: e.hs.Awaits()})
		return
	}
	e.effect(Took{Kind: wire.KindApplicationData, Data: append([]byte{}, payload...)})
}
