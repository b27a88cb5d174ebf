package endpoint

import (
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// An Action is what the application does at this end, or what a misbehaving
// end does.
type Action interface{ do(*Endpoint, time.Time) }

// Do carries out an action. One that the state of the connection does not allow
// does nothing.
func (e *Endpoint) Do(a Action, now time.Time) []Effect {
	e.effects = nil
	if !e.dead && !e.closing {
		a.do(e, now)
	}
	e.flush()
	return e.effects
}

// Start makes a client say hello.
type Start struct{}

// Write sends application data, once the handshake is over, and while no other
// runs: RFC 5246 6.2.1 would allow it then, but few peers take it.
type Write struct{ Data []byte }

// Close sends close_notify, once there is a handshake to close. Before the
// handshake is over it gives the connection up: RFC 5246 7.2.1, "It is not
// required for the initiator of the close to wait for the responding
// close_notify alert before closing the read side of the connection."
type Close struct{}

// SendAlert sends an alert of the application's own. A fatal one ends the
// connection, and its session (RFC 5246 7.2.2). A close_notify is as in Close.
type SendAlert struct{ Notice Notice }

// Lost says that the connection broke off: nothing more comes. It ends a handshake
// that is under way.
type Lost struct{}

// Say makes a misbehaving end send a handshake message, or a
// ChangeCipherSpec, at once.
type Say struct{ Kind wire.Kind }

// Utter makes a misbehaving end send what is no message of its own, in records of a
// type, under the keys that are current. What it says as handshake messages is in its
// transcript.
type Utter struct {
	Type    record.Type
	Payload []byte
}

// Deviate makes a misbehaving end follow another plan in the handshake that runs or,
// when none does, in the next.
type Deviate struct{ Edit handshake.Edit }

func (Start) do(e *Endpoint, now time.Time) {
	if e.side == handshake.Client && !e.hs.Begun() {
		e.step(nil, now)
	}
}

func (a Write) do(e *Endpoint, _ time.Time) {
	if e.hs.Over() {
		e.transmit(Transmit{Kind: wire.KindApplicationData, Data: a.Data}, record.ApplicationData, a.Data)
	}
}

func (Close) do(e *Endpoint, _ time.Time) {
	if e.hs.Begun() {
		e.closeNotify()
		e.dead = !e.hs.Over()
	}
}

func (a SendAlert) do(e *Endpoint, _ time.Time) {
	e.tell(a.Notice)
	if a.Notice.Alert == wire.CloseNotify {
		e.closing, e.dead = true, !e.hs.Over()
	}
	if a.Notice.Level == wire.Fatal {
		e.dead = true
		e.invalidate()
	}
}

func (Lost) do(e *Endpoint, _ time.Time) {
	e.dead = !e.hs.Over()
	for _, f := range e.hs.BreakOff() {
		e.perform(f)
	}
}

func (a Say) do(e *Endpoint, now time.Time) {
	for _, f := range e.hs.Say(a.Kind, now) {
		e.perform(f)
	}
}

func (a Utter) do(e *Endpoint, _ time.Time) {
	if a.Type == record.Handshake {
		e.hs.Hash(a.Payload)
	}
	e.transmit(Transmit{Kind: notHandshake | wire.Kind(a.Type), Data: a.Payload}, a.Type, a.Payload)
}

// notHandshake marks the kinds of what is no handshake message (wire.Kind).
const notHandshake wire.Kind = 0x100

func (a Deviate) do(e *Endpoint, _ time.Time) {
	if e.hs.Over() {
		e.edits = append(e.edits, a.Edit)
		return
	}
	e.hs.Deviate(a.Edit)
}
