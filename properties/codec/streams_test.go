package codec

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// A wrongReader is a reader that edits what it is given, or gives.
type wrongReader struct {
	reader
	writes func(reader, []byte)
	gives  func(record.Record, bool, error) (record.Record, bool, error)
}

func (r wrongReader) Write(b []byte) {
	if r.writes != nil {
		r.writes(r.reader, b)
		return
	}
	r.reader.Write(b)
}

func (r wrongReader) Next() (record.Record, bool, error) {
	if r.gives != nil {
		return r.gives(r.reader.Next())
	}
	return r.reader.Next()
}

// Each law of what is no row of the table is broken by a reader that is wrong in one way,
// and by none before it.
func TestWhatBreaksALawOfStreams(t *testing.T) {
	stream := []byte{22, 3, 1, 0, 2, 7, 8, 23, 3, 3, 0, 0}
	sent := []byte{1, sends, 3, 7, 8, 9, sends, 1, 5}
	replayed := slices.Concat(sent, []byte{repeats, 0})
	text := append([]byte{0, 3, 7, 8, 9}, bytes.Repeat([]byte{byte(paddingOf(t, 3) - 1)}, paddingOf(t, 3))...)
	fails := func(err error) func(record.Record, bool, error) (record.Record, bool, error) {
		return func(record.Record, bool, error) (record.Record, bool, error) { return record.Record{}, false, err }
	}
	silent := fails(nil)
	for _, test := range []struct {
		law   string
		judge func(func(reader) reader) func([]byte) (bool, string, error)
		input []byte
		wrong func(reader) reader
	}{
		{lawShape, records, stream, func(r reader) reader { return wrongReader{reader: r, gives: silent} }},
		{lawShape, records, stream, func(r reader) reader { return wrongReader{reader: r, gives: fails(record.BadMAC)} }},
		{lawPanics, records, stream, func(r reader) reader {
			return wrongReader{reader: r, writes: func(reader, []byte) {}, gives: func(r record.Record, ok bool, err error) (record.Record, bool, error) {
				return record.Record{Payload: r.Payload[1:]}, true, nil
			}}
		}},
		{lawWrites, records, stream, func(r reader) reader {
			return wrongReader{reader: r, writes: func(r reader, b []byte) { r.Write(b); b[0]++ }}
		}},
		{lawChunks, records, stream, func(r reader) reader {
			return wrongReader{reader: r, writes: func(r reader, b []byte) {
				if len(b) != 1 {
					r.Write(b)
				}
			}}
		}},
		{lawRefusal, protected, sent, func(r reader) reader { return wrongReader{reader: r, gives: fails(errors.New("another"))} }},
		{"round-trip", protected, sent, func(r reader) reader { return wrongReader{reader: r, gives: silent} }},
		{lawHonest, protected, sent, func(r reader) reader {
			return wrongReader{reader: r, gives: func(r record.Record, ok bool, err error) (record.Record, bool, error) {
				if ok && len(r.Payload) > 0 {
					r.Payload[0]++
				}
				return r, ok, err
			}}
		}},
		{lawHonest, protected, replayed, func(r reader) reader {
			var first *record.Record
			return wrongReader{reader: r, gives: func(r record.Record, ok bool, err error) (record.Record, bool, error) {
				if ok && first == nil {
					first = &record.Record{Type: r.Type, Payload: bytes.Clone(r.Payload)}
				}
				if errors.Is(err, record.BadMAC) {
					return *first, true, nil
				}
				return r, ok, err
			}}
		}},
		{lawShape, textRecord, text, func(r reader) reader { return wrongReader{reader: r, gives: fails(record.BadMAC)} }},
		{lawShape, textRecord, append(slices.Clone(text), 0), func(r reader) reader { return wrongReader{reader: r, gives: silent} }},
	} {
		right := func(r reader) reader { return r }
		if _, law, err := test.judge(right)(test.input); err != nil {
			t.Fatalf("%s: got %v of the reader that is right", law, err)
		}
		_, law, err := test.judge(test.wrong)(bytes.Clone(test.input))
		if name, _, _ := bytes.Cut([]byte(law), []byte("/")); string(name) != test.law || err == nil {
			t.Errorf("got the law %q, %v, want %s", law, err, test.law)
		}
	}
}

func records(wrap func(reader) reader) func([]byte) (bool, string, error) {
	return recordsBy(func() reader { return wrap(new(record.In)) })
}

func protected(wrap func(reader) reader) func([]byte) (bool, string, error) {
	return protectedBy(func(in *record.In) reader { return wrap(in) })
}

func textRecord(wrap func(reader) reader) func([]byte) (bool, string, error) {
	return recordTextBy(func(in *record.In) reader { return wrap(in) })
}

// paddingOf is how much padding so much content takes in the first of the blocks.
func paddingOf(t *testing.T, content int) int {
	t.Helper()
	first, ok := textOf([]byte{0, 0})
	if !ok {
		t.Fatal("got no text")
	}
	if !first.encryptThenMAC {
		content += first.cipher.MAC().Size()
	}
	return 16 - content%16
}

// A server that reads the extension otherwise than Appendix A has it is found.
func TestWhatBreaksALawOfTicketEncodings(t *testing.T) {
	for _, test := range []struct {
		law   string
		input []byte
		wrong func(*outcome, *error)
	}{
		{"shape", []byte{0, 1, 2}, func(o *outcome, _ *error) { o.resumed = true }},
		{"shape", []byte{2, 1, 2}, func(o *outcome, _ *error) { o.abort = handshake.None }},
		{"panics", []byte{1, 1, 2}, func(_ *outcome, err *error) { *err = errors.New("neither flight") }},
		{"one-spelling", []byte{1, 0, 0}, func(o *outcome, _ *error) { o.answer.PrefixedTicket = false }},
		{"one-spelling", []byte{0}, func(o *outcome, _ *error) { o.answer.Ticket = false }},
	} {
		if _, law, err := ticketEncodingBy(heardBy)(test.input); err != nil {
			t.Fatalf("%s: got %v of the server that is right", law, err)
		}
		_, law, err := ticketEncodingBy(func(cfg *handshake.Config, m wire.Message, now time.Time) (outcome, error) {
			o, err := heardBy(cfg, m, now)
			test.wrong(&o, &err)
			return o, err
		})(test.input)
		if law != test.law+"/TicketEncoding" || err == nil {
			t.Errorf("got the law %q, %v, want %s", law, err, test.law)
		}
	}
}
