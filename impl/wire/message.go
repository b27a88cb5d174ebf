// Package wire encodes and decodes the messages of the TLS handshake: one file
// for each message or extension, decode beside encode. What decodes encodes to
// the same bytes again, except that a hello keeps only the extensions that are
// implemented, in the order of the tables.
//
// A decoded message refers to the bytes that it was decoded from. Its lists lie in
// room of its own, which the next Decode of the same message uses again: a message
// that is decoded into over and over allocates nothing. Who needs a list for longer
// than that clones it; lists that the caller has put into a message are not touched.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// A Kind is what a message is: a HandshakeType (RFC 5246 7.4), or one of the
// two other things that can come where a handshake message is awaited.
type Kind uint16

// The handshake types, and behind them the kinds that are no handshake
// messages: their low byte is the content type of their record.
const (
	KindHelloRequest       Kind = 0
	KindClientHello        Kind = 1
	KindServerHello        Kind = 2
	KindNewSessionTicket   Kind = 4 // RFC 5077 3.3
	KindCertificate        Kind = 11
	KindServerKeyExchange  Kind = 12
	KindCertificateRequest Kind = 13
	KindServerHelloDone    Kind = 14
	KindCertificateVerify  Kind = 15
	KindClientKeyExchange  Kind = 16
	KindFinished           Kind = 20
	KindChangeCipherSpec   Kind = 0x114
	KindAlert              Kind = 0x115
	KindApplicationData    Kind = 0x117
)

var kindNames = map[Kind]string{
	KindHelloRequest: "HelloRequest", KindClientHello: "ClientHello", KindServerHello: "ServerHello",
	KindNewSessionTicket: "NewSessionTicket", KindCertificate: "Certificate",
	KindServerKeyExchange: "ServerKeyExchange", KindCertificateRequest: "CertificateRequest",
	KindServerHelloDone: "ServerHelloDone", KindCertificateVerify: "CertificateVerify",
	KindClientKeyExchange: "ClientKeyExchange", KindFinished: "Finished",
	KindChangeCipherSpec: "ChangeCipherSpec", KindAlert: "Alert", KindApplicationData: "ApplicationData",
}

// String is the name that the RFCs use.
func (k Kind) String() string {
	if name, ok := kindNames[k]; ok {
		return name
	}
	return fmt.Sprintf("HandshakeType(%d)", uint16(k))
}

// KindByName finds a kind by the name that the RFCs use.
func KindByName(name string) (Kind, bool) {
	for k, n := range kindNames {
		if n == name {
			return k, true
		}
	}
	return 0, false
}

// HeaderSize is the length of a handshake message's header, in bytes.
const HeaderSize = 4

// A Message is a handshake message as it stands on the wire, or a
// ChangeCipherSpec, which has no Raw.
type Message struct {
	Kind Kind
	Raw  []byte // with its header
}

// Body is the message without its header.
func (m Message) Body() []byte {
	if len(m.Raw) < HeaderSize {
		return nil
	}
	return m.Raw[HeaderSize:]
}

// A Body is a handshake message that can be encoded.
type Body interface {
	Kind() Kind
	encode(*cryptobyte.Builder)
}

// Encode makes the message. It fails when a field is longer than its length
// prefix can say.
func Encode(body Body) (Message, error) {
	b := cryptobyte.NewBuilder(make([]byte, HeaderSize, usualSize))
	body.encode(b)
	raw, err := b.Bytes()
	if err == nil && len(raw)-HeaderSize > maxBody {
		err = errTooLong
	}
	if err != nil {
		return Message{}, fmt.Errorf("%s does not encode: %w", body.Kind(), err)
	}
	binary.BigEndian.PutUint32(raw, uint32(body.Kind())<<24|uint32(len(raw)-HeaderSize))
	return Message{body.Kind(), raw}, nil
}

const (
	usualSize = 256       // bytes that most messages do not exceed
	maxBody   = 1<<24 - 1 // uint24 length of RFC 5246 7.4
)

// A Malformed says which field of which message does not decode.
type Malformed struct {
	Kind  Kind
	Field string
}

// Error names message and field.
func (e *Malformed) Error() string { return "malformed " + e.Kind.String() + ": " + e.Field }

func malformed(k Kind, field string) error { return &Malformed{k, field} }

// vector reads opaque<min..2^16-1> and the like: a byte string whose length
// prefix has been read, as long as it is not shorter than min.
func vector8(s *cryptobyte.String, out *[]byte, least int) bool {
	var v cryptobyte.String
	if !s.ReadUint8LengthPrefixed(&v) || len(v) < least {
		return false
	}
	*out = v
	return true
}

func vector16(s *cryptobyte.String, out *[]byte, least int) bool {
	var v cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&v) || len(v) < least {
		return false
	}
	*out = v
	return true
}

// A room is the memory of the lists and names of a hello. It outlives what they
// are set to, nil included, so that the next Decode can use it again.
type room struct {
	suites, types []uint16
	groups        []Group
	schemes       []SignatureScheme
	versions      []Version
	host          string
	protocols     []string
}

// uint16s reads a list of uint16 that fills the string and has at least one.
func uint16s[T ~uint16](s cryptobyte.String, out *[]T) bool { return uint16sIn(new([]T), s, out) }

// uint16sIn is uint16s of a list that lies in the room.
func uint16sIn[T ~uint16](room *[]T, s cryptobyte.String, out *[]T) bool {
	if len(s) == 0 || len(s)%2 != 0 {
		return false
	}
	list := slices.Grow((*room)[:0], len(s)/2)
	var v uint16
	for s.ReadUint16(&v) {
		list = append(list, T(v))
	}
	*room, *out = list, list
	return true
}

// text is b as a string: the one before it when it is the same, which costs
// nothing.
func text(before string, b []byte) string {
	if before == string(b) {
		return before
	}
	return string(b)
}

// What has a known length says it itself, and what has not is measured once it is
// there: cryptobyte makes a Builder for each prefix that it is to fill in.

// addPrefixed16 adds what f adds, with its length before it.
func addPrefixed16(b *cryptobyte.Builder, f func(*cryptobyte.Builder)) {
	before, _ := b.Bytes()
	b.AddUint16(0)
	f(b)
	all, err := b.Bytes()
	if err != nil {
		return // the Builder keeps it
	}
	prefixed := all[len(before):]
	if n := len(prefixed) - 2; n > math.MaxUint16 {
		b.SetError(errTooLong)
	} else {
		binary.BigEndian.PutUint16(prefixed, uint16(n))
	}
}

func addVector8(b *cryptobyte.Builder, v []byte) {
	if len(v) > math.MaxUint8 {
		b.SetError(errTooLong)
	}
	b.AddUint8(uint8(len(v)))
	b.AddBytes(v)
}

func addVector16(b *cryptobyte.Builder, v []byte) {
	addLength16(b, len(v))
	b.AddBytes(v)
}

func addVector24(b *cryptobyte.Builder, v []byte) {
	if len(v) >= 1<<24 {
		b.SetError(errTooLong)
	}
	b.AddUint24(uint32(len(v)))
	b.AddBytes(v)
}

// addUint16Vector adds a list with its length.
func addUint16Vector[T ~uint16](b *cryptobyte.Builder, list []T) {
	addLength16(b, 2*len(list))
	for _, v := range list {
		b.AddUint16(uint16(v))
	}
}

func addLength16(b *cryptobyte.Builder, n int) {
	if n > math.MaxUint16 {
		b.SetError(errTooLong)
	}
	b.AddUint16(uint16(n))
}

var errTooLong = errors.New("a vector is longer than its length can say")
