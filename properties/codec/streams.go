package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// others are the encodings that are no rows of the table: streams of records, which have no
// end but those, and what a server reads of an extension.
var others = []Subject{
	{"Records", "what a stream of records holds that nothing protects (RFC 5246 6.2.1)", recordsBy(func() reader { return new(record.In) }), drawRecords},
	{"ProtectedRecords", "a byte that chooses the protection, then what is sent under it and what is done to that (RFC 5246 6.2.3)", protectedBy(asItIs), drawProtected},
	{"RecordText", "what is encrypted in a record of CBC: a byte that chooses the protection, the length of the content, that, and the padding (RFC 5246 6.2.3.2)", recordTextBy(asItIs), drawRecordText},
	{"TicketEncoding", "a byte that chooses how a server reads a SessionTicket extension, of RFC 4507 or RFC 5077, then its data (RFC 5077 Appendix A)", ticketEncodingBy(heardBy), drawTicketEncoding},
}

// asItIs is the reader that judges are about.
func asItIs(in *record.In) reader { return in }

// lawHonest is that of protection: what opens is what was sent.
const lawHonest = "only-honest"

// lawChunks: a stream has no ends but those of its records.
const lawChunks = "chunks"

// recordsBy has a stream read as a whole and in parts, and held against what its headers
// say.
func recordsBy(open func() reader) func([]byte) (bool, string, error) {
	return func(data []byte) (bool, string, error) { return judgeRecords(open, data) }
}

func judgeRecords(open func() reader, data []byte) (valid bool, law string, err error) {
	room := inMemory(data, &zeros)
	want, fault := framed(data)
	in := open()
	in.Write(room[:len(data)])
	got, err := next(in, len(data)+1)
	switch {
	case panics(err):
		return false, lawPanics + "/Records", err
	case !untouched(room, data, &zeros):
		return false, lawWrites + "/Records", errors.New("reading changes the input, or what lies behind it")
	case !errors.Is(err, fault) || !slices.EqualFunc(got, want, samePiece):
		return false, lawShape + "/Records", fmt.Errorf("got %s, %v, want %s, %v", show(got), err, show(want), fault)
	}
	if again, errAgain := inParts(open(), data); !errors.Is(errAgain, fault) || !slices.EqualFunc(again, want, samePiece) {
		return false, lawChunks + "/Records", fmt.Errorf("got %s, %v in parts, want %s, %v as in one", show(again), errAgain, show(got), err)
	}
	if again, err := reframed(data, got); err != nil || !bytes.HasPrefix(data, again) {
		return false, lawSpelling + "/Records", fmt.Errorf("%s is framed as %s, %w", hexed(data), hexed(again), err)
	}
	return len(got) > 0 && fault == nil, "", nil
}

func samePiece(a, b piece) bool { return a.Type == b.Type && bytes.Equal(a.Payload, b.Payload) }

// emptyMost is how many records in a row may be empty here, which no RFC bounds.
const emptyMost = 32

// framed are the records of a stream, and what is wrong with the one behind them: errors.Is
// takes nil for nil.
func framed(data []byte) (all []piece, fault error) {
	for empty := 0; len(data) >= 5; {
		typ, major, n := data[0], data[1], int(binary.BigEndian.Uint16(data[3:]))
		switch {
		case typ < 20 || typ > 23: // RFC 5246 6.2.1: enum ContentType
			return all, record.BadType
		case major != 3:
			return all, record.BadVersion
		case n > plaintextMost:
			return all, record.Overflow
		case len(data) < 5+n:
			return all, nil
		}
		if empty++; n > 0 {
			empty = 0
		}
		if empty > emptyMost {
			return all, record.TooManyEmpty
		}
		all = append(all, piece{record.Type(typ), data[5 : 5+n]})
		data = data[5+n:]
	}
	return all, nil
}

// inParts reads a stream of which more and more comes at a time.
func inParts(in reader, data []byte) (all []piece, err error) {
	for n := 1; len(data) > 0 && err == nil; n *= 2 {
		part := data[:min(n, len(data))]
		in.Write(part)
		var some []piece
		some, err = next(in, len(part)+1)
		all, data = append(all, some...), data[len(part):]
	}
	return all, err
}

// reframed frames records again as their headers have it. What is empty is framed only of
// application data (RFC 5246 6.2.1).
func reframed(data []byte, all []piece) (again []byte, err error) {
	var out record.Out
	for _, p := range all {
		header := data[len(again) : len(again)+5]
		out.SetVersion(wire.Version(binary.BigEndian.Uint16(header[1:])))
		if len(p.Payload) == 0 && p.Type != record.ApplicationData {
			again = append(again, header...)
		} else if again, err = out.Append(again, p.Type, p.Payload); err != nil {
			return again, err
		}
	}
	return again, nil
}

func drawRecords(choose func(int) int) (b []byte, err error) {
	d := dice(choose)
	var out record.Out
	out.SetVersion(pick(d, 0, wire.TLS10, wire.TLS12, wire.Version(0x0300+d(256))))
	for range d(4) {
		typ := record.Type(d.from(20, 23))
		if b, err = out.Append(b, typ, d.bytes(0, pick(d, 20, 300, plaintextMost))); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// deedsMost is how many things are done to a stream: what is wrong of records by themselves or
// in their order shows in three, and a longer stream costs an engine what shorter ones find.
const deedsMost = 6

// What an input has done to a protected stream, by the low bits of a byte; the others choose
// a type or a record.
const (
	sends   = iota // a record of a length and so many bytes
	puts           // bytes of nobody
	repeats        // a record that was sent
	flips          // a bit of what is there
	deeds
)

// A tampered is a protected stream with what was done to it.
type tampered struct {
	protection
	out    *record.Out
	stream []byte
	honest []byte  // the stream before anybody touched it
	ends   []int   // of the records in it
	sent   []piece // what they hold
}

// protectedBy has a peer send records, and somebody between put bytes into them. What
// opens is what was sent, in its order, from the first on; all of it when nobody was there.
func protectedBy(wrap func(*record.In) reader) func([]byte) (bool, string, error) {
	return func(data []byte) (bool, string, error) { return judgeProtected(wrap, data) }
}

func judgeProtected(wrap func(*record.In) reader, data []byte) (valid bool, law string, err error) {
	if len(data) == 0 {
		return false, "", nil
	}
	t := tampered{protection: protections[1+int(data[0])%(len(protections)-1)]}
	out, opens, err := t.pair(data[0])
	if err != nil {
		return false, lawPanics + "/ProtectedRecords", err
	}
	t.out = out
	in := wrap(opens)
	rest := data[1:]
	for n := 0; n < deedsMost && len(rest) > 0 && err == nil; n++ {
		rest, err = t.does(rest)
	}
	if err != nil {
		return false, lawSpelling + "/ProtectedRecords", err
	}
	in.Write(t.stream)
	got, err := next(in, len(t.sent)+1)
	untouched := bytes.Equal(t.stream, t.honest)
	var fault record.Fault
	switch {
	case panics(err):
		return false, lawPanics + "/ProtectedRecords", err
	case len(got) > len(t.sent) || !slices.EqualFunc(got, t.sent[:len(got)], samePiece):
		return false, lawHonest + "/ProtectedRecords", fmt.Errorf("%v: got %s, %v, want some of %s in its order", t.protection, show(got), err, show(t.sent))
	case err != nil && !errors.As(err, &fault):
		return false, lawRefusal + "/ProtectedRecords", fmt.Errorf("got %w, want a fault", err)
	case untouched && len(got) < len(t.sent):
		return false, "round-trip/ProtectedRecords", fmt.Errorf("%v: got %s, %v, want %s", t.protection, show(got), err, show(t.sent))
	}
	return len(got) > 0, "", nil
}

// does the first thing that bytes say, and gives the others.
func (t *tampered) does(b []byte) (rest []byte, err error) {
	what, chosen, b := b[0]%deeds, int(b[0]/deeds), b[1:]
	var n int
	if len(b) > 0 {
		n, b = int(b[0]), b[1:]
	}
	switch what {
	case sends:
		n = min(n, len(b))
		return b[n:], t.send(record.Type(20+chosen%4), b[:n])
	case puts:
		n = min(n, len(b))
		t.stream = append(t.stream, b[:n]...)
		return b[n:], nil
	case repeats:
		if len(t.ends) > 0 {
			i, first := chosen%len(t.ends), 0
			if i > 0 {
				first = t.ends[i-1]
			}
			t.stream = append(t.stream, t.honest[first:t.ends[i]]...)
		}
	case flips:
		if len(t.stream) > 0 {
			at := len(t.stream) - 1 - (chosen/8*256+n)%len(t.stream)
			t.stream[at] ^= 1 << (chosen % 8)
		}
	}
	return b, nil
}

// send protects a payload. Of TLS 1.0 and CBC the first byte of application data goes by
// itself (CVE-2011-3389), and what is empty only of such data.
func (t *tampered) send(typ record.Type, payload []byte) error {
	before := len(t.honest)
	honest, err := t.out.Append(t.honest, typ, payload)
	if err != nil {
		return err
	}
	t.honest, t.stream = honest, append(t.stream, honest[before:]...)
	if len(payload) == 0 && typ != record.ApplicationData {
		return nil
	}
	if typ == record.ApplicationData && len(payload) > 1 && t.version == wire.TLS10 && t.cipher.MAC() != 0 {
		t.sent = append(t.sent, piece{typ, payload[:1]})
		t.ends = append(t.ends, before+5+int(binary.BigEndian.Uint16(honest[before+3:])))
		payload = payload[1:]
	}
	t.sent, t.ends = append(t.sent, piece{typ, payload}), append(t.ends, len(honest))
	return nil
}

func drawProtected(choose func(int) int) ([]byte, error) {
	d := dice(choose)
	b := []byte{byte(d(256))}
	for range d.from(1, 3) {
		payload := d.fill(d(40))
		b = append(b, byte(sends+deeds*d(4)), byte(len(payload)))
		b = append(b, payload...)
		if d(4) == 1 {
			b = append(b, byte(d.from(puts, flips)+deeds*d(16)), byte(d(6)))
		}
	}
	return b, nil
}
