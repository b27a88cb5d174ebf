package wire

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"
)

// A Group is a NamedCurve of RFC 8422 5.1.1, or a finite field of RFC 7919 2, which
// shares the numbers.
type Group uint16

// The groups that are implemented.
const (
	P256   Group = 23
	P384   Group = 24
	P521   Group = 25
	X25519 Group = 29

	FFDHE2048 Group = 256
	FFDHE3072 Group = 257
)

// IsCurve reports whether the group is one of the curves of RFC 8422 5.1.1, had here
// or not: x448 is the last.
func (g Group) IsCurve() bool { return P256 <= g && g <= P521 || g == X25519 || g == 30 }

// IsField reports whether the group is a finite field, had here or not: RFC 7919 4,
// "any codepoint between 256 and 511, inclusive, even if unknown to the server".
func (g Group) IsField() bool { return 256 <= g && g <= 511 }

// Groups are the curves that are implemented, the preferred first. None is changed
// after the program has started.
var Groups = []Group{X25519, P256, P384, P521}

// Fields are the finite fields that are implemented, likewise.
var Fields = []Group{FFDHE2048, FFDHE3072}

var groupNames = map[Group]string{
	P256: "secp256r1", P384: "secp384r1", P521: "secp521r1", X25519: "x25519",
	FFDHE2048: "ffdhe2048", FFDHE3072: "ffdhe3072",
}

// String is the name that IANA has, or the number of a group that is not
// implemented.
func (g Group) String() string {
	if name, ok := groupNames[g]; ok {
		return name
	}
	return fmt.Sprintf("group %d", uint16(g))
}

// Uncompressed is the only ECPointFormat left (RFC 8422 5.1.2).
const Uncompressed = 0

var supportedGroups = extension[ClientHello]{
	id: ExtSupportedGroups, name: "supported_groups",
	present: func(m *ClientHello) bool { return len(m.Groups) > 0 },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { addUint16Vector(b, m.Groups) },
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		var list cryptobyte.String
		return s.ReadUint16LengthPrefixed(&list) && s.Empty() && uint16sIn(&m.room.groups, list, &m.Groups)
	},
}

var pointFormatsOffer = extension[ClientHello]{
	id: ExtECPointFormats, name: "ec_point_formats",
	present: func(m *ClientHello) bool { return len(m.PointFormats) > 0 },
	encode:  func(m *ClientHello, b *cryptobyte.Builder) { addVector8(b, m.PointFormats) },
	decode: func(m *ClientHello, s cryptobyte.String) bool {
		return vector8(&s, &m.PointFormats, 1) && s.Empty()
	},
}

var pointFormatsAnswer = extension[ServerHello]{
	id: ExtECPointFormats, name: "ec_point_formats",
	present: func(m *ServerHello) bool { return len(m.PointFormats) > 0 },
	encode:  func(m *ServerHello, b *cryptobyte.Builder) { addVector8(b, m.PointFormats) },
	decode: func(m *ServerHello, s cryptobyte.String) bool {
		return vector8(&s, &m.PointFormats, 1) && s.Empty()
	},
}
