package codec

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// A shape says of bytes whether they are an encoding, by the lengths that the RFCs give
// and by nothing that a decoder of ours has: it is what the verdicts are held against.
type shape = func([]byte) bool

// A taker takes what it is from the front of the bytes, and gives the rest, or false.
type taker func([]byte) ([]byte, bool)

// exactly is the shape of parts that follow each other and end with the bytes.
func exactly(parts ...taker) shape {
	return func(b []byte) bool {
		rest, ok := sequence(parts...)(b)
		return ok && len(rest) == 0
	}
}

func sequence(parts ...taker) taker {
	return func(b []byte) (_ []byte, ok bool) {
		for _, p := range parts {
			if b, ok = p(b); !ok {
				return nil, false
			}
		}
		return b, true
	}
}

// bytesOf is opaque[n].
func bytesOf(n int) taker {
	return func(b []byte) ([]byte, bool) { return b[min(n, len(b)):], len(b) >= n }
}

// vector is a vector of least to most bytes, whose length stands in so many; each says
// what is in it, nil anything.
func vector(prefix, least, most int, each shape) taker {
	return func(b []byte) ([]byte, bool) {
		if len(b) < prefix {
			return nil, false
		}
		n := 0
		for _, c := range b[:prefix] {
			n = n<<8 | int(c)
		}
		b = b[prefix:]
		if n > len(b) || n < least || n > most || each != nil && !each(b[:n]) {
			return nil, false
		}
		return b[n:], true
	}
}

const (
	most8, most16, most24 = 1<<8 - 1, 1<<16 - 1, 1<<24 - 1
)

// many is a row of what a part takes, none among them.
func many(p taker) shape {
	return func(b []byte) (ok bool) {
		for len(b) > 0 {
			if b, ok = p(b); !ok {
				return false
			}
		}
		return true
	}
}

func even(b []byte) bool { return len(b)%2 == 0 }

// literal is those bytes.
func literal(want ...byte) taker {
	return func(b []byte) ([]byte, bool) { return bytes.CutPrefix(b, want) }
}

// unlessEnd is what there may be, or the end.
func unlessEnd(p taker) taker {
	return func(b []byte) ([]byte, bool) {
		if len(b) == 0 {
			return b, true
		}
		return p(b)
	}
}

var (
	empty     = exactly()
	anything  = func([]byte) bool { return true }
	opaque8   = func(least int) taker { return vector(1, least, most8, nil) }
	opaque16  = func(least int) taker { return vector(2, least, most16, nil) }
	list16    = func(least int) taker { return vector(2, least, most16, even) }
	chain     = vector(3, 0, most24, many(vector(3, 1, most24, nil))) // RFC 5246 7.4.2: ASN.1Cert<1..2^24-1>
	authority = vector(2, 0, most16, many(opaque16(1)))               // RFC 5246 7.4.4: DistinguishedName<1..2^16-1>
	signed    = sequence(bytesOf(2), opaque16(0))                     // RFC 5246 4.7
	point     = sequence(literal(3), bytesOf(2), opaque8(1))          // RFC 8422 5.4: named_curve, point<1..2^8-1>
	field     = sequence(opaque16(1), opaque16(1), opaque16(1))       // RFC 5246 7.4.3: dh_p, dh_g, dh_Ys<1..2^16-1>
	requested = sequence(opaque8(1), list16(2), authority)
)

// shapes are those of the messages, by the names of their rows.
var shapes = map[string]shape{
	"HelloRequest":                empty,
	"ServerHelloDone":             empty,
	"Certificate":                 exactly(chain),
	"ServerKeyExchange/ecdhe":     exactly(point, signed),
	"ServerKeyExchange/ecdhe-1.1": exactly(point, opaque16(0)),
	"ServerKeyExchange/dhe":       exactly(field, signed),
	"ServerKeyExchange/dhe-1.1":   exactly(field, opaque16(0)),
	"ServerKeyExchange/psk":       exactly(opaque16(0)), // RFC 4279 2: psk_identity_hint<0..2^16-1>
	"CertificateRequest":          exactly(requested),
	"CertificateRequest/1.1":      exactly(opaque8(1), authority),
	"CertificateVerify":           exactly(signed),
	"CertificateVerify/1.1":       exactly(opaque16(0)),
	"ClientKeyExchange/rsa":       exactly(opaque16(0)),
	"ClientKeyExchange/ecdhe":     exactly(opaque8(1)),
	"ClientKeyExchange/dhe":       exactly(opaque16(1)),
	"ClientKeyExchange/psk":       exactly(opaque16(0)),
	"NewSessionTicket":            exactly(bytesOf(4), opaque16(0)), // RFC 5077 3.3
	"Finished":                    exactly(bytesOf(12)),
	"ClientHello": exactly(bytesOf(2+32), vector(1, 0, 32, nil), list16(2), opaque8(1),
		unlessEnd(vector(2, 0, most16, extensionsOf(offered)))),
	"ServerHello": exactly(bytesOf(2+32), vector(1, 0, 32, nil), bytesOf(2+1),
		unlessEnd(vector(2, 0, most16, extensionsOf(answered)))),
}

// An extensionShape is the shape of an extension's data in either hello; nil: it is passed
// over there.
type extensionShape struct {
	id            uint16
	name          string
	offer, answer shape
	// shows says of data that the hello can say it again: a row by itself takes no other.
	shows shape
}

var extensionShapes = []extensionShape{
	{id: 0, name: "server_name", offer: exactly(vector(2, 1, most16, serverNames)), answer: empty, shows: namesHost},
	{id: 1, name: "max_fragment_length", offer: exactly(bytesOf(1)), answer: exactly(bytesOf(1)), shows: notZero},
	{id: 10, name: "supported_groups", offer: exactly(list16(2))},
	{id: 11, name: "ec_point_formats", offer: exactly(opaque8(1)), answer: exactly(opaque8(1))},
	{id: 13, name: "signature_algorithms", offer: exactly(list16(2))},
	// RFC 7301 3.1: of an answer it "MUST contain exactly one "ProtocolName"".
	{id: 16, name: "application_layer_protocol_negotiation",
		offer: exactly(vector(2, 2, most16, many(opaque8(1)))), answer: exactly(vector(2, 2, most16, exactly(opaque8(1))))},
	{id: 22, name: "encrypt_then_mac", offer: empty, answer: empty},
	{id: 23, name: "extended_master_secret", offer: empty, answer: empty},
	// RFC 5077 Appendix A: RFC 4507's form of the answer has the length of a ticket of no
	// bytes.
	{id: 35, name: "session_ticket", offer: anything, answer: func(b []byte) bool { return len(b) == 0 || string(b) == "\x00\x00" }},
	{id: 43, name: "supported_versions", offer: exactly(vector(1, 2, most8, even))}, // RFC 8446 4.2.1: versions<2..254>
	{id: 0xff01, name: "renegotiation_info", offer: exactly(opaque8(0)), answer: exactly(opaque8(0))},
}

func notZero(b []byte) bool { return b[0] != 0 }

// extensionsMost is how many extensions a hello of ours may have, which no RFC bounds.
const extensionsMost = 256

// extensionsOf is a block: no type twice (RFC 5246 7.4.1.4), and those that are known of
// their shape.
func extensionsOf(side func(extensionShape) shape) shape {
	return func(b []byte) bool {
		seen := make([]uint16, 0, 16)
		for len(b) > 0 {
			if len(b) < 2 {
				return false
			}
			id := binary.BigEndian.Uint16(b)
			known := anything
			if i := slices.IndexFunc(extensionShapes, func(e extensionShape) bool { return e.id == id }); i >= 0 && side(extensionShapes[i]) != nil {
				known = side(extensionShapes[i])
			}
			rest, ok := vector(2, 0, most16, known)(b[2:])
			if !ok || slices.Contains(seen, id) || len(seen) == extensionsMost {
				return false
			}
			seen, b = append(seen, id), rest
		}
		return true
	}
}

// serverNames is RFC 6066 3: names of any types, no more than one of host_name, which has
// no dot behind it and is at most 255 bytes long (RFC 1035 3.1).
func serverNames(b []byte) (ok bool) {
	hosts := 0
	for len(b) > 0 {
		kind, name := b[0], b[1:]
		if b, ok = opaque16(1)(name); !ok {
			return false
		}
		if kind != 0 {
			continue
		}
		host := name[2 : len(name)-len(b)]
		if hosts++; hosts > 1 || len(host) > 255 || slices.Contains(host, 0) || host[len(host)-1] == '.' {
			return false
		}
	}
	return true
}

// namesHost says whether there is a host_name among server names. An answer names none and
// shows nonetheless.
func namesHost(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	for b = b[2:]; len(b) > 0; {
		if b[0] == 0 {
			return true
		}
		b, _ = opaque16(1)(b[1:])
	}
	return false
}

// shapeOf is the shape of a row, on one side or the other. Under another number than that of
// the documents it takes nothing.
func shapeOf(id uint16, name string, side func(extensionShape) shape) shape {
	i := slices.IndexFunc(extensionShapes, func(e extensionShape) bool { return e.id == id && e.name == name })
	if i < 0 {
		return func([]byte) bool { return false }
	}
	e := extensionShapes[i]
	return func(b []byte) bool { return len(b) <= most16-4 && side(e)(b) && (e.shows == nil || e.shows(b)) }
}

func offered(e extensionShape) shape  { return e.offer }
func answered(e extensionShape) shape { return e.answer }
