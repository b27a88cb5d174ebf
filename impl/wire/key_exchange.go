package wire

import "golang.org/x/crypto/cryptobyte"

// A ServerKeyExchange is that of RFC 8422 5.4: an ephemeral key in a named
// group, signed together with both randoms.
type ServerKeyExchange struct {
	Group     Group
	Point     []byte
	Scheme    SignatureScheme
	Signature []byte
	Old       bool // not on the wire: of TLS 1.0 or 1.1, which name no Scheme
}

// Kind is KindServerKeyExchange.
func (*ServerKeyExchange) Kind() Kind { return KindServerKeyExchange }

const namedCurve = 3 // ECCurveType, RFC 8422 5.4

// Params is ServerECDHParams, the part that is signed behind the randoms.
func (m *ServerKeyExchange) Params() []byte {
	return append([]byte{namedCurve, byte(m.Group >> 8), byte(m.Group), byte(len(m.Point))}, m.Point...)
}

func (m *ServerKeyExchange) encode(b *cryptobyte.Builder) {
	b.AddBytes(m.Params())
	if !m.Old {
		b.AddUint16(uint16(m.Scheme))
	}
	addVector16(b, m.Signature)
}

// Decode reads the body of the message, whose form is that of m.Old; the error is
// *Malformed.
func (m *ServerKeyExchange) Decode(body []byte) error {
	*m = ServerKeyExchange{Old: m.Old}
	s := cryptobyte.String(body)
	var curveType uint8
	switch {
	case !s.ReadUint8(&curveType) || curveType != namedCurve:
		return malformed(KindServerKeyExchange, "curve_type")
	case !s.ReadUint16((*uint16)(&m.Group)):
		return malformed(KindServerKeyExchange, "namedcurve")
	case !vector8(&s, &m.Point, 1):
		return malformed(KindServerKeyExchange, "public")
	case !m.Old && !s.ReadUint16((*uint16)(&m.Scheme)):
		return malformed(KindServerKeyExchange, "algorithm")
	case !vector16(&s, &m.Signature, 0) || len(s) != 0:
		return malformed(KindServerKeyExchange, "signature")
	}
	return nil
}

// A ClientKeyExchange carries what the key exchange of the suite asks for: a
// point (RFC 8422 5.7) or an encrypted premaster secret (RFC 5246 7.4.7.1).
type ClientKeyExchange struct {
	KX       KeyExchange // not on the wire: the suite decides
	Exchange []byte
}

// Kind is KindClientKeyExchange.
func (*ClientKeyExchange) Kind() Kind { return KindClientKeyExchange }

func (m *ClientKeyExchange) encode(b *cryptobyte.Builder) {
	if m.KX == RSA {
		addVector16(b, m.Exchange)
	} else {
		addVector8(b, m.Exchange)
	}
}

// Decode reads the body of the message, whose form is that of m.KX; the error
// is *Malformed.
func (m *ClientKeyExchange) Decode(body []byte) error {
	s := cryptobyte.String(body)
	ok := false
	if m.KX == RSA {
		ok = vector16(&s, &m.Exchange, 0)
	} else {
		ok = vector8(&s, &m.Exchange, 1)
	}
	if !ok || len(s) != 0 {
		return malformed(KindClientKeyExchange, "exchange_keys")
	}
	return nil
}
