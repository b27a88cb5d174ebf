// Package record is the record layer of RFC 5246 section 6 without I/O: In
// turns the bytes of the peer into opened records, Out turns payloads into the
// bytes of protected ones. The two halves of a connection change keys at
// different moments, and share nothing.
package record

import (
	"encoding/binary"
	"fmt"

	"tlsresume/impl/wire"
)

// A Type is the content type of a record (RFC 5246 6.2.1).
type Type uint8

// The content types.
const (
	ChangeCipherSpec Type = 20
	Alert            Type = 21
	Handshake        Type = 22
	ApplicationData  Type = 23
)

// String is the name of the type, or its number where there is none.
func (t Type) String() string {
	switch t {
	case ChangeCipherSpec:
		return "ChangeCipherSpec"
	case Alert:
		return "Alert"
	case Handshake:
		return "Handshake"
	case ApplicationData:
		return "ApplicationData"
	}
	return fmt.Sprintf("type %d", uint8(t))
}

func (t Type) known() bool { return ChangeCipherSpec <= t && t <= ApplicationData }

// The bounds of a record's length.
const (
	MaxPlaintext  = 1 << 14             // RFC 5246 6.2.1
	MaxCiphertext = MaxPlaintext + 2048 // RFC 5246 6.2.3
)

// A Record is a record without its protection. Its payload lies in the buffer
// of the In that it came from, and is valid until that In's next call.
type Record struct {
	Type    Type
	Payload []byte
}

const headerSize = 5

// A header is what stands before the fragment of every record, in the clear
// also where the fragment is protected.
type header struct {
	typ     Type
	version wire.Version
	length  int
}

func parseHeader(b []byte) header {
	return header{
		typ:     Type(b[0]),
		version: wire.Version(binary.BigEndian.Uint16(b[1:])),
		length:  int(binary.BigEndian.Uint16(b[3:])),
	}
}

const boundSize = 13

// A label is what protection ties a fragment to, so that a record that was
// moved, repeated or given another header does not open.
type label struct {
	seq     uint64
	typ     Type
	version wire.Version
}

// append writes the label and the length of the plaintext as they stand under
// the MAC (RFC 5246 6.2.3.1) and in the additional data (RFC 5246 6.2.3.3).
func (l label) append(b []byte, length int) []byte {
	b = binary.BigEndian.AppendUint64(b, l.seq)
	b = append(b, byte(l.typ))
	b = binary.BigEndian.AppendUint16(b, uint16(l.version))
	return binary.BigEndian.AppendUint16(b, uint16(length))
}
