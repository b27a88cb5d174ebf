package wire

import "golang.org/x/crypto/cryptobyte"

// A Group is a NamedCurve of RFC 8422 5.1.1.
type Group uint16

// The groups that are known.
const (
	P256   Group = 23
	P384   Group = 24 // of certificates only
	P521   Group = 25 // likewise
	X25519 Group = 29
)

// Uncompressed is the only ECPointFormat left (RFC 8422 5.1.2).
const Uncompressed = 0

var supportedGroups = extension[ClientHello]{
	id: ExtSupportedGroups, name: "supported_groups",
	present: func(m *ClientHello) bool { return len(m.Groups) > 0 },
	encode: func(m *ClientHello, b *cryptobyte.Builder) {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { addUint16s(b, m.Groups) })
	},
	decode: func(m *ClientHello, s *cryptobyte.String) bool {
		var list cryptobyte.String
		return s.ReadUint16LengthPrefixed(&list) && uint16s(list, &m.Groups)
	},
}

var pointFormatsOffer = extension[ClientHello]{
	id: ExtECPointFormats, name: "ec_point_formats",
	present: func(m *ClientHello) bool { return len(m.PointFormats) > 0 },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { addVector8(b, m.PointFormats) },
	decode:  func(m *ClientHello, s *cryptobyte.String) bool { return vector8(s, &m.PointFormats, 1) },
}

var pointFormatsAnswer = extension[ServerHello]{
	id: ExtECPointFormats, name: "ec_point_formats",
	present: func(m *ServerHello) bool { return len(m.PointFormats) > 0 },
	encode:  func(m *ServerHello, b *cryptobyte.Builder) { addVector8(b, m.PointFormats) },
	decode:  func(m *ServerHello, s *cryptobyte.String) bool { return vector8(s, &m.PointFormats, 1) },
}
