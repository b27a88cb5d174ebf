package record

import (
	"crypto/aes"
	"encoding/binary"
	"io"
	"slices"

	"tlsresume/impl/wire"
)

// maxGrowth is the most that protection adds to a payload here: the IV, the MAC
// and a block of padding.
const maxGrowth = aes.BlockSize + maxMAC + aes.BlockSize

// Out is the write half of a connection's record layer. The zero value is the
// initial state: nothing is protected, the version is open.
type Out struct {
	Rand io.Reader // of the explicit IVs of CBC; SetKeys takes it up

	version wire.Version
	max     int    // bytes of a record's payload; 0: MaxPlaintext
	split   bool   // application data goes out as its first byte and the rest
	sealer  sealer // nil: not protected
	seq     sequence
}

// SetVersion fixes the version of every further record. Until then it is 1.0,
// which servers of any version read (RFC 5246 E.1). It comes before SetKeys.
func (out *Out) SetVersion(v wire.Version) { out.version = v }

// SetKeys protects the records from the next one on, that one being number 0
// (RFC 5246 6.1). An error changes nothing.
func (out *Out) SetKeys(k Keys) error {
	s, err := newSealer(k, out.version, out.Rand)
	if err != nil {
		return err
	}
	out.sealer, out.seq = s, sequence{}
	out.split = k.Cipher.MAC() != 0 && explicitIVSize(out.version) == 0
	return nil
}

// SetMaxFragment bounds the payload of every further record, in bytes (RFC 6066
// 4). Zero stands for MaxPlaintext, which is the most.
func (out *Out) SetMaxFragment(n int) { out.max = min(n, MaxPlaintext) }

// fragment is how much of a payload the next record carries; begins says that it
// is the payload's first.
//
// Under an implicit IV whoever chooses the plaintext of a record knows the IV
// already: it is the last block of the record before (RFC 4346 F.3, CVE-2011-3389).
// So a record goes first whose only block that the plaintext is in also holds the
// MAC, which nobody can choose or foretell: with one byte of the payload, since
// some stacks stumble over none. It is needed once for each payload: what one call
// brings was chosen before any of it was sent.
func (out *Out) fragment(payload []byte, t Type, begins bool) int {
	if begins && out.split && t == ApplicationData {
		return min(len(payload), 1)
	}
	limit := out.max
	if limit == 0 {
		limit = MaxPlaintext
	}
	return min(len(payload), limit)
}

// Append appends the records that carry a payload of any length. An empty one
// makes an empty record of application data, and none of the other types:
// "Implementations MUST NOT send zero-length fragments of Handshake, Alert, or
// ChangeCipherSpec content types" (RFC 5246 6.2.1). The payload must not lie in
// the room behind dst.
//
// With an error (a Fault, or that of Rand) come the records made before it.
func (out *Out) Append(dst []byte, t Type, payload []byte) ([]byte, error) {
	if len(payload) == 0 && t != ApplicationData {
		return dst, nil
	}
	for begins := true; ; begins = false {
		var err error
		n := out.fragment(payload, t, begins)
		if dst, err = out.appendRecord(dst, t, payload[:n]); err != nil {
			return dst, err
		}
		if payload = payload[n:]; len(payload) == 0 {
			return dst, nil
		}
	}
}

// appendRecord appends one record, or gives back dst and an error.
func (out *Out) appendRecord(dst []byte, t Type, payload []byte) ([]byte, error) {
	if out.seq.spent {
		return dst, SequenceExhausted
	}
	v := out.version
	if v == 0 {
		v = wire.TLS10
	}
	start := len(dst)
	dst = slices.Grow(dst, headerSize+len(payload)+maxGrowth)
	b := append(dst, byte(t), byte(v>>8), byte(v), 0, 0)
	b, err := out.seal(b, label{out.seq.next, t, v}, payload)
	if err != nil {
		return dst, err
	}
	binary.BigEndian.PutUint16(b[start+3:], uint16(len(b)-start-headerSize))
	out.seq.advance()
	return b, nil
}

func (out *Out) seal(dst []byte, l label, payload []byte) ([]byte, error) {
	if out.sealer == nil {
		return append(dst, payload...), nil
	}
	return out.sealer.seal(dst, l, payload)
}
