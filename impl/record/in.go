package record

import (
	"crypto/aes"
	"crypto/sha256"
	"fmt"

	"tlsresume/impl/wire"
)

// maxEmpty is how many empty records may come in a row. Empty application data
// has its uses (RFC 5246 6.2.1), but costs the peer nothing and us a MAC.
const maxEmpty = 32

// In is the read half of a connection's record layer. The zero value is the
// initial state: nothing is protected, the version is open.
type In struct {
	buf     []byte // what arrived; records are opened in place
	used    int    // how much of buf has become records
	version wire.Version
	latest  wire.Version // of the last header that was read
	max     int          // bytes of a record's payload; 0: MaxPlaintext
	opener  opener       // nil: not protected
	seq     sequence
	empty   int // empty records in a row
	fault   error
}

// Write appends bytes from the peer. After a fault it drops them: no record
// will be made of them.
func (in *In) Write(b []byte) {
	if in.fault != nil {
		return
	}
	if len(b) > cap(in.buf)-len(in.buf) {
		in.makeRoom(len(b))
	}
	in.buf = append(in.buf, b...)
}

// Buffered is how many bytes wait for the rest of their record.
func (in *In) Buffered() int { return len(in.buf) - in.used }

// makeRoom moves the unused bytes to the front and, where that is not enough,
// to a larger buffer. One record is the most it allocates ahead of need.
func (in *In) makeRoom(n int) {
	rest, to := in.buf[in.used:], in.buf[:0]
	if need := len(rest) + n; need > cap(to) {
		to = make([]byte, 0, need+min(need, headerSize+MaxCiphertext))
	}
	in.buf, in.used = append(to, rest...), 0
}

// SetVersion fixes the version that every further record must have. Until then
// any with the major version 3 will do: servers "MUST accept any value {03,XX}
// as the record layer version number for ClientHello" (RFC 5246 E.1). It comes
// before SetKeys.
func (in *In) SetVersion(v wire.Version) { in.version = v }

// Version is that of the last record, as its header has it, or 0.
func (in *In) Version() wire.Version { return in.latest }

// SetMaxFragment bounds the payload of every further record, in bytes (RFC 6066
// 4). Zero stands for MaxPlaintext, which is the most.
func (in *In) SetMaxFragment(n int) { in.max = min(n, MaxPlaintext) }

func (in *In) maxPayload() int {
	if in.max == 0 {
		return MaxPlaintext
	}
	return in.max
}

// maxFragment is how long a record may be behind its header. Where a length was
// negotiated no more is added to it than protection can add: a record that is
// longer gets a record_overflow "without decrypting the message" (RFC 6066 4).
func (in *In) maxFragment() int {
	switch {
	case in.opener == nil:
		return in.maxPayload()
	case in.max == 0:
		return MaxCiphertext
	}
	return min(in.max+maxExpansion, MaxCiphertext)
}

// maxExpansion is the most that protection adds to a payload: an explicit IV, the
// longest MAC and the longest padding.
const maxExpansion = aes.BlockSize + maxMAC + maxPadding

// maxMAC is the size of the longest MAC, HMAC-SHA256.
const maxMAC = sha256.Size

// SetKeys protects the records from the next one on, that one being number 0
// (RFC 5246 6.1). An error is the caller's mistake, not the peer's, and changes
// nothing.
func (in *In) SetKeys(k Keys) error {
	o, err := newOpener(k, in.version)
	if err != nil {
		return err
	}
	in.opener, in.seq = o, sequence{}
	return nil
}

// Next gives the next whole record, opened; false says that it needs more bytes
// first. An error has a Fault in it and is final: Next repeats it. Empty records
// are given like others.
func (in *In) Next() (Record, bool, error) {
	if in.fault != nil {
		return Record{}, false, in.fault
	}
	r, ok, err := in.next()
	in.fault = err
	return r, ok, err
}

func (in *In) next() (Record, bool, error) {
	b := in.buf[in.used:]
	if len(b) < headerSize {
		return Record{}, false, nil
	}
	h := parseHeader(b)
	in.latest = h.version
	if err := in.check(h); err != nil {
		return Record{}, false, err
	}
	end := headerSize + h.length
	if len(b) < end {
		return Record{}, false, nil
	}
	payload, err := in.open(h, b[headerSize:end:end])
	if err != nil {
		return Record{}, false, err
	}
	in.used += end
	return Record{h.typ, payload}, true, nil
}

// check refuses a record for its header, without waiting for the rest of it.
func (in *In) check(h header) error {
	switch {
	case !h.typ.known():
		return fmt.Errorf("%w: got %d, want 20 to 23", BadType, uint8(h.typ))
	case in.version == 0 && h.version>>8 != 3:
		return fmt.Errorf("%w: got %#04x, want 0x03xx", BadVersion, uint16(h.version))
	case in.version != 0 && h.version != in.version:
		return fmt.Errorf("%w: got %#04x, want %#04x", BadVersion, uint16(h.version), uint16(in.version))
	}
	if limit := in.maxFragment(); h.length > limit {
		return overflow(h.length, limit)
	}
	return nil
}

// open takes the protection from a fragment.
func (in *In) open(h header, fragment []byte) ([]byte, error) {
	if in.seq.spent {
		return nil, SequenceExhausted
	}
	payload := fragment
	if in.opener != nil {
		var ok bool
		if payload, ok = in.opener.open(label{in.seq.next, h.typ, h.version}, fragment); !ok {
			return nil, BadMAC
		}
	}
	if limit := in.maxPayload(); len(payload) > limit {
		return nil, overflow(len(payload), limit)
	}
	in.seq.advance()
	return payload, in.countEmpty(payload)
}

func (in *In) countEmpty(payload []byte) error {
	if len(payload) > 0 {
		in.empty = 0
		return nil
	}
	in.empty++
	if in.empty > maxEmpty {
		return fmt.Errorf("%w: got %d in a row, want at most %d", TooManyEmpty, in.empty, maxEmpty)
	}
	return nil
}
