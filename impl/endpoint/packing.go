package endpoint

import (
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
)

// How handshake messages go into records. RFC 5246 6.2.1: "multiple client messages
// of the same ContentType MAY be coalesced into a single TLSPlaintext record, or a
// single message MAY be fragmented across several records".

// sendMessage puts a message into records of its own, or holds it back for those
// that it shares with the messages behind it. These go with the last of them.
func (e *Endpoint) sendMessage(f *handshake.Send) {
	t := Transmit{Kind: f.Message.Kind, Body: f.Body}
	switch {
	case f.Message.Raw == nil: // a ChangeCipherSpec
		e.transmit(t, record.ChangeCipherSpec, []byte{1})
	case !e.packing.Coalesce:
		e.transmit(t, record.Handshake, f.Message.Raw)
	case !e.dead && !e.closing:
		e.effect(t)
		e.held, e.holder = append(e.held, f.Message.Raw...), len(e.effects)-1
	}
}

// flush sends what was held back. It comes before everything that is no handshake
// message, hence before the keys change.
func (e *Endpoint) flush() {
	if len(e.held) == 0 || e.dead {
		return
	}
	wire, err := e.seal(record.Handshake, e.held)
	e.held = e.held[:0]
	t := e.effects[e.holder].(Transmit)
	t.Wire = wire
	e.effects[e.holder] = t
	if err != nil {
		e.fail(err)
	}
}

// seal makes the records of a payload. They stand behind those before them while there
// is room, so that most of a handshake shares one piece of memory.
func (e *Endpoint) seal(typ record.Type, payload []byte) ([]byte, error) {
	wire, err := e.append(e.room, typ, payload)
	e.room = wire[len(wire):]
	return slices.Clip(wire), err
}

// append appends the records of a payload.
func (e *Endpoint) append(wire []byte, typ record.Type, payload []byte) (_ []byte, err error) {
	if e.packing.Fragment == 0 || typ != record.Handshake {
		return e.out.Append(wire, typ, payload)
	}
	for part := range slices.Chunk(payload, e.packing.Fragment) {
		if wire, err = e.out.Append(wire, typ, part); err != nil {
			break
		}
	}
	return wire, err
}
