package peers

import (
	"encoding/binary"
	"slices"

	"tlsresume/impl/endpoint"
	"tlsresume/impl/wire"
)

// A tap listens to what the stack says before its ChangeCipherSpec, so that a
// message shows, too, that our end refuses, and what follows such a message.
// What comes protected shows only if our end took it.
type tap struct {
	records []byte // that are not complete
	joined  []byte // handshake bytes that no message was made of yet
	last    wire.Kind
	sealed  bool // the ChangeCipherSpec has come
}

// The header of a record, and the types of records that are listened to (RFC 5246
// 6.2.1). A type is the low byte of the kind of what it carries.
const (
	recordHeader = 5

	typeChangeCipherSpec = byte(wire.KindChangeCipherSpec & 0xff)
	typeAlert            = byte(wire.KindAlert & 0xff)
	typeHandshake        = 22
)

// hear gives the messages that these bytes complete.
func (t *tap) hear(b []byte) []endpoint.Took {
	t.records = append(t.records, b...)
	var all []endpoint.Took
	for !t.sealed && len(t.records) >= recordHeader {
		size := recordHeader + int(binary.BigEndian.Uint16(t.records[3:]))
		if len(t.records) < size {
			break
		}
		all = append(all, t.record(t.records[0], t.records[recordHeader:size])...)
		t.records = t.records[size:]
	}
	return all
}

func (t *tap) record(typ byte, payload []byte) []endpoint.Took {
	switch {
	case typ == typeChangeCipherSpec:
		t.sealed, t.last = true, wire.KindChangeCipherSpec
		return []endpoint.Took{{Kind: wire.KindChangeCipherSpec}}
	case typ == typeAlert && len(payload) == wire.AlertSize:
		t.last = wire.KindAlert
		notice := endpoint.Notice{Level: wire.Level(payload[0]), Alert: wire.Alert(payload[1])}
		return []endpoint.Took{{Kind: wire.KindAlert, Alert: notice}}
	case typ == typeHandshake:
		t.joined = append(t.joined, payload...)
		return t.messages()
	}
	return nil
}

func (t *tap) messages() []endpoint.Took {
	var all []endpoint.Took
	for len(t.joined) >= wire.HeaderSize {
		size := wire.HeaderSize + int(binary.BigEndian.Uint32(t.joined)&0xffffff)
		if len(t.joined) < size {
			break
		}
		t.last = wire.Kind(t.joined[0])
		all = append(all, endpoint.Took{Kind: t.last, Body: decoded(t.last, t.joined[wire.HeaderSize:size])})
		t.joined = t.joined[size:]
	}
	return all
}

// decoded is a message whose content shows in its event, or nil.
func decoded(kind wire.Kind, body []byte) wire.Body {
	body = slices.Clone(body)
	var m interface {
		wire.Body
		Decode([]byte) error
	}
	switch kind {
	case wire.KindClientHello:
		m = new(wire.ClientHello)
	case wire.KindServerHello:
		m = new(wire.ServerHello)
	case wire.KindCertificate:
		m = new(wire.Certificate)
	case wire.KindNewSessionTicket:
		m = new(wire.NewSessionTicket)
	default:
		return nil
	}
	if m.Decode(body) != nil {
		return nil
	}
	if hello, ok := m.(*wire.ServerHello); ok && wire.SuiteByID(hello.Suite) == nil {
		return nil // of a suite without a name
	}
	return m
}

// midFlight reports whether another message must follow the last one without a
// word of the other end (RFC 5246 figures 1 and 2).
func (t *tap) midFlight() bool {
	switch t.last {
	case wire.KindServerHello, wire.KindCertificate, wire.KindServerKeyExchange,
		wire.KindCertificateRequest, wire.KindNewSessionTicket,
		wire.KindClientKeyExchange, wire.KindCertificateVerify:
		return !t.sealed
	}
	return false
}
