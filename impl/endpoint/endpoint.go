// Package endpoint is one end of a TLS connection without I/O: a handshake on a
// record layer. Bytes, actions and the time go in; ordered effects come out. A
// net.Conn, the simulator, a fuzzer and a replay drive the same object by the
// same two methods, Receive and Do.
package endpoint

import (
	"errors"
	"fmt"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// An Endpoint is one end of one connection. It is not safe for concurrent use.
type Endpoint struct {
	side   handshake.Side
	hs     *handshake.Handshake // the latest
	before *handshake.Handshake // the one before it, or nil
	strict handshake.Strict
	alerts map[handshake.Reason]wire.Alert // of the policy
	in     record.In
	out    record.Out
	joined []byte // handshake bytes that no message was made of yet
	agreed bool   // on the version, which our records state from then on

	maxFragment int // that was negotiated last, in bytes; 0: none
	packing     handshake.Packing
	held        []byte // handshake messages of ours that are in no record yet
	holder      int    // the effect of the last of them

	asked    bool // a server's HelloRequest waits for its answer
	dead     bool // it sends and takes nothing more
	closing  bool // after our close_notify: nothing more is sent
	warnings int  // since the last record that was none

	edits []handshake.Edit // of a misbehaving end, for its next handshake

	effects []Effect
	room    []byte // for records, behind those that were made
}

// New makes an end of a connection.
func New(side handshake.Side, cfg *handshake.Config) (*Endpoint, error) {
	if err := cfg.Check(side); err != nil {
		return nil, err
	}
	return &Endpoint{
		side: side, hs: handshake.New(side, cfg), strict: cfg.Policy.Strict, alerts: cfg.Policy.Alerts, packing: cfg.Policy.Packing,
		out: record.Out{Rand: cfg.Rand}, room: make([]byte, 0, usualRecords),
	}, nil
}

// What an end sends and takes in most resumptions, in bytes.
const usualRecords, usualMessages = 512, 512

// Format prints whose end it is and whether data may flow, and no secret, whatever the
// verb.
func (e *Endpoint) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "end of a %s, open %t", e.side, e.Open())
}

// Open reports whether the handshake, or the last that was begun, is over and data
// may flow.
func (e *Endpoint) Open() bool { return e.hs.Over() && !e.dead }

// Dead reports whether the connection has ended: it sends and takes nothing
// more.
func (e *Endpoint) Dead() bool { return e.dead }

// Awaits lists the handshake messages that the peer may send next; it owes one
// of them. It is empty when the peer owes none.
func (e *Endpoint) Awaits() []wire.Kind {
	if e.dead || e.closing || !e.hs.Begun() && e.side == handshake.Client {
		return nil
	}
	return e.hs.Awaits()
}

// Buffered is how many bytes of the peer wait for the rest of their record, or of their
// handshake message.
func (e *Endpoint) Buffered() int { return e.in.Buffered() + len(e.joined) }

// Receive takes bytes from the peer, in any portions.
func (e *Endpoint) Receive(b []byte, now time.Time) []Effect {
	e.effects = nil
	if e.dead {
		return nil
	}
	e.in.Write(b)
	for !e.dead {
		rec, ok, err := e.in.Next()
		if err != nil {
			e.abort(&handshake.Abort{Reason: e.refusal(err)})
		}
		if err != nil || !ok {
			break
		}
		e.record(rec, now)
	}
	e.flush()
	return e.effects
}

// refusal is faultReason of the peer's records: one that does not open may say more
// in the middle of a handshake.
func (e *Endpoint) refusal(err error) handshake.Reason {
	reason := faultReason(err)
	if reason == handshake.RecordNotOpened {
		return e.hs.NotOpened()
	}
	return reason
}

// faultReason is why a record that the record layer refuses is refused.
func faultReason(err error) handshake.Reason {
	var fault record.Fault
	errors.As(err, &fault)
	if reason, ok := faultReasons[fault]; ok {
		return reason
	}
	return handshake.InternalFailure
}

var faultReasons = map[record.Fault]handshake.Reason{
	record.Overflow:          handshake.RecordTooLong,
	record.BadMAC:            handshake.RecordNotOpened,
	record.BadType:           handshake.RecordOfUnknownType,
	record.BadVersion:        handshake.RecordOfOtherVersion,
	record.TooManyEmpty:      handshake.TooManyEmptyRecords,
	record.SequenceExhausted: handshake.SequenceExhausted,
}

func (e *Endpoint) record(rec record.Record, now time.Time) {
	// RFC 7507 3: an alert before the ServerHello is to have a version that the peer
	// reads, such as "the record layer version number used by the client".
	if !e.agreed {
		e.out.SetVersion(e.in.Version())
	}
	if rec.Type != record.Alert {
		e.warnings = 0
	}
	switch rec.Type {
	case record.Handshake:
		e.handshake(rec.Payload, now)
	case record.ChangeCipherSpec:
		e.changeCipherSpec(rec.Payload, now)
	case record.Alert:
		e.alert(rec.Payload)
	case record.ApplicationData:
		e.data(rec.Payload)
	}
}

// maxMessage bounds a handshake message, in bytes of its body: it is the longest
// ClientHello that RFC 5246 7.4.1.2 has room for.
const maxMessage = 2 + 32 + (1 + 32) + (2 + 1<<16 - 2) + (1 + 255) + (2 + 1<<16 - 1)

// handshake joins the payloads of records into messages, which keep their memory.
func (e *Endpoint) handshake(payload []byte, now time.Time) {
	if cap(e.joined) == 0 {
		e.joined = make([]byte, 0, max(usualMessages, len(payload)))
	}
	e.joined = append(e.joined, payload...)
	for !e.dead && len(e.joined) >= wire.HeaderSize {
		body := int(e.joined[1])<<16 | int(e.joined[2])<<8 | int(e.joined[3])
		if body > maxMessage {
			e.abort(&handshake.Abort{Reason: handshake.MessageTooLong})
			return
		}
		size := wire.HeaderSize + body
		if len(e.joined) < size {
			return
		}
		m := wire.Message{Kind: wire.Kind(e.joined[0]), Raw: e.joined[:size:size]}
		e.joined = e.joined[size:]
		if e.strict.Flights && endsFlight[m.Kind] && len(e.joined) > 0 {
			e.abort(&handshake.Abort{Reason: handshake.MessageBehindFlight})
			return
		}
		e.message(m, now)
	}
}

// endsFlight has the messages behind which it is the other end's turn.
var endsFlight = map[wire.Kind]bool{
	wire.KindClientHello: true, wire.KindServerHelloDone: true, wire.KindFinished: true,
}

func (e *Endpoint) message(m wire.Message, now time.Time) {
	switch {
	case e.hs.Over() && e.asksToRenegotiate(m.Kind):
		e.answer(m, now)
	case e.hs.Over() && e.strict.Behind && e.side == handshake.Client:
		e.abort(&handshake.Abort{Reason: handshake.MessageBehindHandshake, Detail: m.Kind.String()})
	default:
		e.step(&m, now)
	}
}

func (e *Endpoint) changeCipherSpec(payload []byte, now time.Time) {
	switch {
	case len(payload) != 1 || payload[0] != 1:
		e.abort(&handshake.Abort{Reason: handshake.MalformedChangeCipherSpec})
	case len(e.joined) > 0:
		e.abort(&handshake.Abort{Reason: handshake.MessageAcrossKeys})
	default:
		e.step(&wire.Message{Kind: wire.KindChangeCipherSpec}, now)
	}
}

// step drives the handshake, whose effects are done in their order.
func (e *Endpoint) step(m *wire.Message, now time.Time) {
	effects, err := e.hs.Step(m, now)
	for _, effect := range effects {
		if e.dead {
			return // what could not be sent was not agreed on
		}
		e.perform(effect)
	}
	if err != nil {
		e.announce(err.(*handshake.Abort))
	}
}

func (e *Endpoint) perform(effect handshake.Effect) {
	switch f := effect.(type) {
	case *handshake.Took:
		e.effect(Took{Kind: f.Kind, Body: f.Body})
		e.fixVersion(f.Body)
		e.holdToVersion(f.Body)
	case *handshake.Send:
		e.fixVersion(f.Body)
		e.sendMessage(f)
	case handshake.Warn:
		e.warn(f.Alert)
	case *handshake.NewKeys:
		e.newKeys(f)
	case handshake.Limit:
		e.limit(f.Bytes)
	case handshake.Save:
		e.effect(Save{f})
	case handshake.Forget:
		e.effect(Forget{f})
	case handshake.Done:
		e.edits = nil
		e.effect(Agreed{f.Agreement})
	}
}

// fixVersion fixes the version of our records, from the one that carries the
// ServerHello on (RFC 5246 6.2.1).
func (e *Endpoint) fixVersion(body wire.Body) {
	if hello, ok := body.(*wire.ServerHello); ok {
		e.agreed = true
		e.out.SetVersion(hello.Version)
	}
}

// holdToVersion holds the server's records to the version from its ServerHello on.
func (e *Endpoint) holdToVersion(body wire.Body) {
	if hello, ok := body.(*wire.ServerHello); ok {
		e.in.SetVersion(hello.Version)
	}
}

// limit bounds the records of both directions. In a renegotiation the peer may have
// sent longer ones before it knew: for them a lower bound waits for the new keys.
func (e *Endpoint) limit(bytes int) {
	e.out.SetMaxFragment(bytes)
	if higher := bytes == 0 || e.maxFragment != 0 && bytes > e.maxFragment; e.before == nil || higher {
		e.in.SetMaxFragment(bytes)
	}
	e.maxFragment = bytes
}

// newKeys protects one direction. Before that no version is asked of a client's
// records: what it said before it saw the ServerHello may still be on its way
// (RFC 5246 E.1).
func (e *Endpoint) newKeys(f *handshake.NewKeys) {
	keys := record.Keys{Cipher: f.Cipher, MAC: f.Keys.MAC, Key: f.Keys.Key, IV: f.Keys.IV, EncryptThenMAC: f.EncryptThenMAC}
	var half interface {
		SetVersion(wire.Version)
		SetKeys(record.Keys) error
	} = &e.out
	if !f.Write {
		e.in.SetMaxFragment(e.maxFragment)
		half = &e.in
	}
	half.SetVersion(f.Version)
	if err := half.SetKeys(keys); err != nil {
		e.abort(&handshake.Abort{Reason: handshake.InternalFailure, Detail: err.Error()})
	}
}

// transmit puts a payload into records.
func (e *Endpoint) transmit(t Transmit, typ record.Type, payload []byte) {
	e.flush()
	if e.dead || e.closing {
		return
	}
	wire, err := e.seal(typ, payload)
	if err != nil {
		e.fail(err)
		return
	}
	t.Wire = wire
	e.effect(t)
}

// fail ends the connection because a record cannot be made: that of an alert could
// not either.
func (e *Endpoint) fail(err error) {
	e.dead = true
	e.effect(Aborted{Abort: &handshake.Abort{Reason: faultReason(err), Detail: err.Error()}})
	e.invalidate()
}

// effect adds to what the caller is given, and may keep. Most flights have so many
// effects at most.
func (e *Endpoint) effect(f Effect) {
	if e.effects == nil {
		e.effects = make([]Effect, 0, 8)
	}
	e.effects = append(e.effects, f)
}
