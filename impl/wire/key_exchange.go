package wire

import (
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// A ServerKeyExchange carries what the key exchange of the suite asks for: an
// ephemeral key in a named group (RFC 8422 5.4) or in a finite field that stands
// beside it (RFC 5246 7.4.3), signed together with both randoms; or a hint which
// pre-shared key to use (RFC 4279 2).
type ServerKeyExchange struct {
	KX        KeyExchange // not on the wire: the suite decides
	Group     Group       // of ECDHE
	Prime     []byte      // of DHE: dh_p, a number in big-endian bytes
	Generator []byte      // of DHE: dh_g
	Public    []byte      // a point, or dh_Ys
	Hint      []byte      // of PSK: psk_identity_hint
	Scheme    SignatureScheme
	Signature []byte
	Old       bool // not on the wire: of TLS 1.0 or 1.1, which name no Scheme
}

// Kind is KindServerKeyExchange.
func (*ServerKeyExchange) Kind() Kind { return KindServerKeyExchange }

const namedCurve = 3 // ECCurveType, RFC 8422 5.4

// Params is ServerECDHParams or ServerDHParams, the part that is signed behind the
// randoms. None of its fields is longer than its length can say.
func (m *ServerKeyExchange) Params() []byte {
	if m.KX == DHE {
		return slices.Concat(opaque16(m.Prime), opaque16(m.Generator), opaque16(m.Public))
	}
	return append([]byte{namedCurve, byte(m.Group >> 8), byte(m.Group), byte(len(m.Public))}, m.Public...)
}

func opaque16(v []byte) []byte { return append([]byte{byte(len(v) >> 8), byte(len(v))}, v...) }

func (m *ServerKeyExchange) encode(b *cryptobyte.Builder) {
	if m.KX == PSK {
		addVector16(b, m.Hint)
		return
	}
	b.AddBytes(m.Params())
	if !m.Old {
		b.AddUint16(uint16(m.Scheme))
	}
	addVector16(b, m.Signature)
}

// Decode reads the body of the message, whose form is that of m.KX and m.Old; the
// error is *Malformed.
func (m *ServerKeyExchange) Decode(body []byte) error {
	*m = ServerKeyExchange{KX: m.KX, Old: m.Old}
	s := cryptobyte.String(body)
	if m.KX == PSK {
		if !vector16(&s, &m.Hint, 0) || len(s) != 0 {
			return malformed(KindServerKeyExchange, "psk_identity_hint")
		}
		return nil
	}
	params := m.decodePoint
	if m.KX == DHE {
		params = m.decodeField
	}
	if err := params(&s); err != nil {
		return err
	}
	switch {
	case !m.Old && !s.ReadUint16((*uint16)(&m.Scheme)):
		return malformed(KindServerKeyExchange, "algorithm")
	case !vector16(&s, &m.Signature, 0) || len(s) != 0:
		return malformed(KindServerKeyExchange, "signature")
	}
	return nil
}

func (m *ServerKeyExchange) decodePoint(s *cryptobyte.String) error {
	var curveType uint8
	switch {
	case !s.ReadUint8(&curveType) || curveType != namedCurve:
		return malformed(KindServerKeyExchange, "curve_type")
	case !s.ReadUint16((*uint16)(&m.Group)):
		return malformed(KindServerKeyExchange, "namedcurve")
	case !vector8(s, &m.Public, 1):
		return malformed(KindServerKeyExchange, "public")
	}
	return nil
}

func (m *ServerKeyExchange) decodeField(s *cryptobyte.String) error {
	switch {
	case !vector16(s, &m.Prime, 1):
		return malformed(KindServerKeyExchange, "dh_p")
	case !vector16(s, &m.Generator, 1):
		return malformed(KindServerKeyExchange, "dh_g")
	case !vector16(s, &m.Public, 1):
		return malformed(KindServerKeyExchange, "dh_Ys")
	}
	return nil
}

// A ClientKeyExchange carries what the key exchange of the suite asks for: a point
// (RFC 8422 5.7), dh_Yc (RFC 5246 7.4.7.2), an encrypted premaster secret (RFC 5246
// 7.4.7.1) or a psk_identity (RFC 4279 2).
type ClientKeyExchange struct {
	KX       KeyExchange // not on the wire: the suite decides
	Exchange []byte
}

// Kind is KindClientKeyExchange.
func (*ClientKeyExchange) Kind() Kind { return KindClientKeyExchange }

func (m *ClientKeyExchange) encode(b *cryptobyte.Builder) {
	if m.KX == ECDHE {
		addVector8(b, m.Exchange)
	} else {
		addVector16(b, m.Exchange)
	}
}

// Decode reads the body of the message, whose form is that of m.KX; the error
// is *Malformed.
func (m *ClientKeyExchange) Decode(body []byte) error {
	s := cryptobyte.String(body)
	ok := false
	switch m.KX {
	case ECDHE:
		ok = vector8(&s, &m.Exchange, 1)
	case DHE:
		ok = vector16(&s, &m.Exchange, 1)
	default:
		ok = vector16(&s, &m.Exchange, 0)
	}
	if !ok || len(s) != 0 {
		return malformed(KindClientKeyExchange, "exchange_keys")
	}
	return nil
}
