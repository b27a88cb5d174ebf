package codec

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tlsresume/impl/wire"
)

// A decoder is a message that can be decoded.
type decoder interface {
	wire.Body
	Decode([]byte) error
}

// messages are those of the handshake, in every form.
var messages = []format{
	clientHello, serverHello,
	message("HelloRequest", "RFC 5246 7.4.1.1", wire.Empty{Of: wire.KindHelloRequest}, func(dice, *wire.Empty) {}),
	message("ServerHelloDone", "RFC 5246 7.4.5", wire.Empty{Of: wire.KindServerHelloDone}, func(dice, *wire.Empty) {}),
	message("Certificate", "RFC 5246 7.4.2", wire.Certificate{}, func(d dice, m *wire.Certificate) { m.Chain = d.chain() }),
	message("ServerKeyExchange/ecdhe", "RFC 8422 5.4", wire.ServerKeyExchange{KX: wire.ECDHE}, dice.serverPoint),
	message("ServerKeyExchange/ecdhe-1.1", "RFC 8422 5.4", wire.ServerKeyExchange{KX: wire.ECDHE, Old: true}, dice.serverPoint),
	message("ServerKeyExchange/dhe", "RFC 5246 7.4.3", wire.ServerKeyExchange{KX: wire.DHE}, dice.serverField),
	message("ServerKeyExchange/dhe-1.1", "RFC 4346 7.4.3", wire.ServerKeyExchange{KX: wire.DHE, Old: true}, dice.serverField),
	message("ServerKeyExchange/psk", "RFC 4279 2", wire.ServerKeyExchange{KX: wire.PSK},
		func(d dice, m *wire.ServerKeyExchange) { m.Hint = d.bytes(0, 1<<16-1) }),
	message("CertificateRequest", "RFC 5246 7.4.4", wire.CertificateRequest{}, dice.request),
	message("CertificateRequest/1.1", "RFC 4346 7.4.4", wire.CertificateRequest{Old: true}, dice.request),
	message("CertificateVerify", "RFC 5246 7.4.8", wire.CertificateVerify{}, dice.verify),
	message("CertificateVerify/1.1", "RFC 4346 7.4.8", wire.CertificateVerify{Old: true}, dice.verify),
	message("ClientKeyExchange/rsa", "RFC 5246 7.4.7.1", wire.ClientKeyExchange{KX: wire.RSA}, exchange(0, 1<<16-1)),
	message("ClientKeyExchange/ecdhe", "RFC 8422 5.7", wire.ClientKeyExchange{KX: wire.ECDHE}, exchange(1, 1<<8-1)),
	message("ClientKeyExchange/dhe", "RFC 5246 7.4.7.2", wire.ClientKeyExchange{KX: wire.DHE}, exchange(1, 1<<16-1)),
	message("ClientKeyExchange/psk", "RFC 4279 2", wire.ClientKeyExchange{KX: wire.PSK}, exchange(0, 1<<16-1)),
	message("NewSessionTicket", "RFC 5077 3.3", wire.NewSessionTicket{}, func(d dice, m *wire.NewSessionTicket) {
		m.LifetimeHint, m.Ticket = d.uint32(), d.bytes(0, 1<<16-1)
	}),
	message("Finished", "RFC 5246 7.4.9", wire.Finished{}, func(d dice, m *wire.Finished) { m.VerifyData = d.fill(wire.VerifyDataSize) }),
}

// message is the row of a handshake message: form is what is not on the wire, and draw
// sets the rest.
func message[M any, P interface {
	*M
	decoder
}](name, cites string, form M, draw func(dice, P)) format {
	of, _, _ := strings.Cut(name, "/")
	return format{
		name: name, of: of, cites: cites, refers: true, refusal: isMalformed, shape: shapes[name],
		draw: func(d dice) any {
			m := form
			draw(d, &m)
			return P(&m)
		},
		encode: func(v any) ([]byte, error) { return encodeBody(v.(P)) },
		decode: func(b []byte) (any, error) {
			m := form
			return P(&m), P(&m).Decode(b)
		},
		into: func(v any, b []byte) error { return v.(P).Decode(b) },
	}
}

func (d dice) serverPoint(m *wire.ServerKeyExchange) {
	m.Group, m.Public = wire.Group(d.uint16()), d.bytes(1, 1<<8-1)
	d.signature(m)
}

func (d dice) serverField(m *wire.ServerKeyExchange) {
	m.Prime, m.Generator, m.Public = d.bytes(1, 1<<16-1), d.bytes(1, 1<<16-1), d.bytes(1, 1<<16-1)
	d.signature(m)
}

func (d dice) signature(m *wire.ServerKeyExchange) {
	m.Signature = d.bytes(0, 1<<16-1)
	if !m.Old {
		m.Scheme = wire.SignatureScheme(d.uint16())
	}
}

func (d dice) request(m *wire.CertificateRequest) {
	m.Types, m.Authorities = d.bytes(1, 1<<8-1), d.chain()
	if !m.Old {
		m.Schemes = numbers[wire.SignatureScheme](d, 1, 1<<15-1)
	}
}

func (d dice) verify(m *wire.CertificateVerify) {
	m.Signature = d.bytes(0, 1<<16-1)
	if !m.Old {
		m.Scheme = wire.SignatureScheme(d.uint16())
	}
}

func exchange(least, most int) func(dice, *wire.ClientKeyExchange) {
	return func(d dice, m *wire.ClientKeyExchange) { m.Exchange = d.bytes(least, most) }
}

// encodeBody encodes a message, and sees that its header tells kind and length.
func encodeBody(m wire.Body) ([]byte, error) {
	message, err := wire.Encode(m)
	if err != nil {
		return nil, err
	}
	raw, body := message.Raw, message.Body()
	want := []byte{byte(m.Kind()), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}
	if message.Kind != m.Kind() || !slices.Equal(raw[:wire.HeaderSize], want) {
		return nil, fmt.Errorf("got the header %x of %v, want %x", raw[:wire.HeaderSize], message.Kind, want)
	}
	return body, nil
}

func isMalformed(err error) bool {
	_, is := errors.AsType[*wire.Malformed](err)
	return is
}

// chain draws certificates, or names of who issues them.
func (d dice) chain() [][]byte {
	return d.many(0, func() []byte { return d.bytes(1, 1<<14) })
}
