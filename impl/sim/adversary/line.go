package adversary

import (
	"bytes"

	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// A line is a connection with an honest end, as the adversary sees it.
type line struct {
	name   string
	with   Peer
	know   *knowledge
	shake  *shake // the handshake that runs, or the last; nil: there was none
	before *shake // the one that was over before it, or nil

	in     record.In // what the honest end says
	deaf   bool      // and what it says is under keys that are not known
	joined []byte    // handshake bytes of it that no message was made of yet
	out    record.Out
	mute   bool // what is said to it would have to be under keys that are not known

	said  []piece  // the last flight of the honest end
	last  *piece   // its last Finished
	sends [][]byte // records for it

	earlier moment // as it was before what is said now
}

// A moment is what saying something changes.
type moment struct {
	shake    *shake
	sessions int
	out      record.Out
	mute     bool
}

// A piece is a record of an honest end, and what is in it if the adversary could open
// it.
type piece struct {
	raw    []byte
	typ    record.Type
	opened bool
	record.Record
}

func newLine(name string, with Peer, know *knowledge) *line {
	return &line{name: name, with: with, know: know, out: record.Out{Rand: know.Rand}}
}

// start begins a flight for the honest end.
func (l *line) start() {
	l.sends = nil
	l.earlier = moment{sessions: len(l.know.sessions), out: l.out, mute: l.mute}
	if l.shake != nil {
		s := *l.shake
		l.earlier.shake = &s
	}
}

// undo has nothing of the flight been said.
func (l *line) undo() {
	l.shake, l.out, l.mute = l.earlier.shake, l.earlier.out, l.earlier.mute
	l.know.sessions = l.know.sessions[:l.earlier.sessions]
}

// honest is the side of the other end, own that of the adversary.
func (l *line) honest() side {
	if l.with.Client {
		return client
	}
	return server
}

func (l *line) own() side { return server - l.honest() }

// see takes what the honest end has sent. Alerts are no flight.
func (l *line) see(records [][]byte) {
	var flight []piece
	for _, raw := range records {
		p := l.open(raw)
		if p.typ == record.Alert {
			continue
		}
		if n := len(flight); n > 0 && flight[n-1].typ == record.ChangeCipherSpec {
			l.last = &p
		}
		flight = append(flight, p)
		if p.typ == record.ChangeCipherSpec {
			l.change(l.honest())
		} else if p.opened && p.typ == record.Handshake {
			l.hear(p.Payload)
		}
	}
	if len(flight) > 0 {
		l.said = flight
	}
}

// open opens a record, if it can.
func (l *line) open(raw []byte) piece {
	p := piece{raw: raw, typ: record.Type(raw[0])}
	if l.deaf {
		return p
	}
	l.in.Write(raw)
	r, ok, err := l.in.Next()
	if err != nil || !ok {
		l.deaf = true
		return p
	}
	p.opened, p.Record = true, record.Record{Type: r.Type, Payload: bytes.Clone(r.Payload)}
	return p
}

// hear joins what the honest end says into messages.
func (l *line) hear(payload []byte) {
	l.joined = append(l.joined, payload...)
	for _, m := range messages(&l.joined) {
		l.note(l.honest(), m)
	}
}

// messages takes the whole messages from the front of bytes.
func messages(from *[]byte) (all []wire.Message) {
	for b := *from; len(b) >= wire.HeaderSize; b = *from {
		size := wire.HeaderSize + (int(b[1])<<16 | int(b[2])<<8 | int(b[3]))
		if len(b) < size {
			break
		}
		all = append(all, wire.Message{Kind: wire.Kind(b[0]), Raw: bytes.Clone(b[:size])})
		*from = b[size:]
	}
	return all
}

// change changes the keys of what a side says, behind its ChangeCipherSpec.
func (l *line) change(of side) {
	known := l.derive()
	if of == l.honest() {
		l.deaf = l.deaf || !known || l.in.SetKeys(l.keys(of)) != nil
	} else {
		l.mute = l.mute || !known || l.out.SetKeys(l.keys(of)) != nil
	}
}

func (l *line) keys(of side) record.Keys {
	k := l.shake.keys.Client
	if of == server {
		k = l.shake.keys.Server
	}
	return record.Keys{Cipher: l.shake.suite.Cipher, MAC: k.MAC, Key: k.Key, IV: k.IV}
}

// say says a message to the honest end.
func (l *line) say(body wire.Body) error {
	m, err := wire.Encode(body)
	if err != nil {
		return err
	}
	return l.repeat(m)
}

// repeat says a message that stands in bytes already.
func (l *line) repeat(m wire.Message) error {
	l.note(l.own(), m)
	return l.send(record.Handshake, m.Raw)
}

// changeCipherSpec says that the next record is under other keys.
func (l *line) changeCipherSpec() error {
	err := l.send(record.ChangeCipherSpec, []byte{1})
	l.change(l.own())
	return err
}

func (l *line) send(t record.Type, payload []byte) error {
	r, err := l.out.Append(nil, t, payload)
	if err == nil {
		l.sends = append(l.sends, r)
	}
	return err
}

// pass passes a record of another line on. What was not opened there, or cannot be
// sealed here, goes as it is.
func (l *line) pass(p piece) {
	sealed := p.opened && !l.mute && l.send(p.typ, p.Payload) == nil
	if !sealed {
		l.sends = append(l.sends, p.raw)
	}
	switch {
	case p.typ == record.ChangeCipherSpec:
		l.change(l.own())
	case p.opened && p.typ == record.Handshake:
		rest := bytes.Clone(p.Payload)
		for _, m := range messages(&rest) {
			l.note(l.own(), m)
		}
	}
}
