package fuzz

import (
	"time"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// A verb is what can be done in a dialogue.
type verb struct {
	name string
	args []argument
	do   func(d *dialogue, args []value)
	own  bool // it is about what the subject has said, which has not gone on yet
}

// A value is an argument: a number, or bytes.
type value struct {
	n int
	b []byte
}

// verbs are in the order of their bytes, of which the low six bits count. The table only
// ever grows at its end, where it has room.
var verbs = []verb{
	// What the peer has said comes to the subject, as it is or not.
	{name: "record", do: func(d *dialogue, _ []value) { d.deliver(d.subject, d.take()) }},
	{name: "flight", do: func(d *dialogue, _ []value) { d.flight() }},
	{name: "damage", args: []argument{number16, octets}, do: func(d *dialogue, a []value) { d.deliver(d.subject, d.damaged(d.take(), a[0].n, a[1].b)) }},
	{name: "cut", args: []argument{number16}, do: func(d *dialogue, a []value) {
		b := d.take()
		d.clean = d.clean && a[0].n >= len(b)
		d.deliver(d.subject, b[:min(a[0].n, len(b))])
	}},
	{name: "split", args: []argument{number16}, do: func(d *dialogue, a []value) {
		b := d.take()
		n := min(a[0].n, len(b))
		d.deliver(d.subject, b[:n])
		d.deliver(d.subject, b[n:])
	}},
	{name: "double", do: func(d *dialogue, _ []value) {
		b := d.take()
		d.clean = d.clean && len(b) == 0
		d.deliver(d.subject, b)
		d.deliver(d.subject, b)
	}},
	{name: "swap", do: func(d *dialogue, _ []value) {
		first, second := d.take(), d.take()
		d.clean = d.clean && len(second) == 0
		d.deliver(d.subject, second)
		d.deliver(d.subject, first)
	}},
	{name: "drop", do: func(d *dialogue, _ []value) { d.clean = len(d.take()) == 0 && d.clean }},
	{name: "join", do: func(d *dialogue, _ []value) { d.deliver(d.subject, append(d.take(), d.take()...)) }},
	{name: "raw", args: []argument{octets}, do: func(d *dialogue, a []value) {
		d.clean = d.clean && len(a[0].b) == 0
		d.deliver(d.subject, a[0].b)
	}},

	// The peer misbehaves, under its keys, and its transcript goes with it.
	{name: "frame", args: []argument{contentType, octets}, do: func(d *dialogue, a []value) {
		d.mislead(endpoint.Utter{Type: record.Type(a[0].n), Payload: a[1].b})
	}},
	{name: "say", args: []argument{kind, octets}, do: func(d *dialogue, a []value) {
		d.mislead(endpoint.Utter{Type: record.Handshake, Payload: message(byte(a[0].n), a[1].b).Raw})
	}},
	{name: "repeat", args: []argument{kind}, do: func(d *dialogue, a []value) { d.mislead(endpoint.Say{Kind: kindOf(a[0].n)}) }},
	{name: "omit", args: []argument{kind}, do: func(d *dialogue, a []value) {
		d.mislead(endpoint.Deviate{Edit: handshake.Edit{kindOf(a[0].n)}})
	}},
	{name: "reorder", args: []argument{kind, kind}, do: func(d *dialogue, a []value) {
		d.mislead(endpoint.Deviate{Edit: handshake.Edit{kindOf(a[0].n), kindOf(a[1].n)}})
	}},
	{name: "reword", args: []argument{kind, number16, octets}, do: func(d *dialogue, a []value) {
		d.reword(byte(a[0].n), func(m wire.Message) wire.Message {
			body := m.Body()
			copy(body[min(a[1].n, len(body)):], a[2].b)
			return m
		})
	}},
	{name: "instead", args: []argument{kind, octets}, do: func(d *dialogue, a []value) {
		d.reword(byte(a[0].n), func(m wire.Message) wire.Message { return message(m.Raw[0], a[1].b) })
	}},
	{name: "shorten", args: []argument{kind, number16}, do: func(d *dialogue, a []value) {
		d.reword(byte(a[0].n), func(m wire.Message) wire.Message {
			return message(m.Raw[0], m.Body()[:min(a[1].n, len(m.Body()))])
		})
	}},
	{name: "extend", args: []argument{number16, octets}, do: func(d *dialogue, a []value) {
		d.reword(d.hello(), func(m wire.Message) wire.Message { return extended(m, a[0].n, a[1].b) })
	}},
	{name: "strip", args: []argument{number16}, do: func(d *dialogue, a []value) {
		d.reword(d.hello(), func(m wire.Message) wire.Message { return stripped(m, a[0].n) })
	}},

	// What applications, and the clock, do.
	{name: "data", args: []argument{octets}, do: func(d *dialogue, a []value) { d.act(d.peer, endpoint.Write{Data: a[0].b}) }},
	{name: "own-data", args: []argument{octets}, do: func(d *dialogue, a []value) { d.act(d.subject, endpoint.Write{Data: a[0].b}) }},
	{name: "alert", args: []argument{number8, number8}, do: func(d *dialogue, a []value) { d.act(d.peer, alerting(a)) }},
	{name: "own-alert", args: []argument{number8, number8}, do: func(d *dialogue, a []value) { d.act(d.subject, alerting(a)) }},
	{name: "close", do: func(d *dialogue, _ []value) { d.act(d.peer, endpoint.Close{}) }},
	{name: "own-close", do: func(d *dialogue, _ []value) { d.act(d.subject, endpoint.Close{}) }},
	{name: "renegotiate", do: func(d *dialogue, _ []value) { d.act(d.peer, endpoint.Renegotiate{}) }},
	{name: "own-renegotiate", do: func(d *dialogue, _ []value) { d.act(d.subject, endpoint.Renegotiate{}) }},
	{name: "tick", args: []argument{number16}, do: func(d *dialogue, a []value) { d.now = d.now.Add(time.Duration(a[0].n) * time.Minute) }},
	{name: "own-lost", do: func(d *dialogue, _ []value) {
		d.clean = false
		d.act(d.subject, endpoint.Lost{})
	}},

	// What the subject has said comes to the peer otherwise.
	{name: "own-damage", own: true, args: []argument{number16, octets}, do: func(d *dialogue, a []value) {
		d.deliver(d.peer, d.damaged(d.ends[d.subject].next(), a[0].n, a[1].b))
	}},
	{name: "own-drop", own: true, do: func(d *dialogue, _ []value) {
		d.clean = len(d.ends[d.subject].next()) == 0 && d.clean
	}},
}

// do carries out a command.
func (d *dialogue) do(c command) {
	if !c.of.own {
		d.settle()
	}
	if d.broken == nil {
		c.of.do(d, c.args)
	}
}

// take is the next record of the peer, or nothing.
func (d *dialogue) take() []byte { return d.ends[d.peer].next() }

// damaged is a record with other bytes at a place.
func (d *dialogue) damaged(b []byte, at int, with []byte) []byte {
	changed := append([]byte{}, b...)
	copy(changed[min(at, len(b)):], with)
	d.clean = d.clean && string(changed) == string(b)
	return changed
}

// mislead has the peer misbehave.
func (d *dialogue) mislead(a endpoint.Action) {
	d.clean = false
	d.act(d.peer, a)
}

// alerting is an alert of an application's own.
func alerting(a []value) endpoint.SendAlert {
	return endpoint.SendAlert{Notice: endpoint.Notice{Level: wire.Level(a[0].n), Alert: wire.Alert(a[1].n)}}
}

// kindOf is the kind of a byte.
func kindOf(n int) wire.Kind {
	if n == changeCipherSpec {
		return wire.KindChangeCipherSpec
	}
	return wire.Kind(n)
}

// changeCipherSpec stands for what has no HandshakeType.
const changeCipherSpec = 0xff

// A rewording changes the next message of a kind that the peer makes.
type rewording struct {
	kind byte
	to   func(wire.Message) wire.Message
}

func (d *dialogue) reword(kind byte, to func(wire.Message) wire.Message) {
	d.rewordings = append(d.rewordings, rewording{kind, to})
}

// hello is the kind of the peer's hello.
func (d *dialogue) hello() byte { return byte(wire.KindClientHello) + byte(d.peer) }

// reworded is a plan of the peer's whose messages are reworded as d says by then.
func (d *dialogue) reworded(p handshake.Plan) handshake.Plan {
	p = append(handshake.Plan{}, p...)
	for i := range p {
		if p[i].From == d.peer {
			p[i].Reword = d.say
		}
	}
	return p
}

// say is what the peer says instead of a message.
func (d *dialogue) say(made wire.Message) wire.Message {
	before, left := string(made.Raw), d.rewordings[:0]
	for _, r := range d.rewordings {
		if r.kind == byte(made.Kind) {
			made = r.to(made)
		} else {
			left = append(left, r)
		}
	}
	d.rewordings = left
	if string(made.Raw) != before {
		d.clean, d.ends[d.peer].honest = false, false
	}
	return made
}

// message is one of a kind and a body.
func message(kind byte, body []byte) wire.Message {
	n := min(len(body), 1<<24-1)
	raw := append(make([]byte, 0, wire.HeaderSize+n), kind, byte(n>>16), byte(n>>8), byte(n))
	return wire.Message{Kind: wire.Kind(kind), Raw: append(raw, body[:n]...)}
}
