package codec

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/session"
	"tlsresume/impl/wire"
)

// What draws and damage make of an encoding breaks no law.
func TestNoInputBreaksALaw(t *testing.T) {
	for _, s := range Subjects() {
		t.Run(s.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				d := dice(choices(t))
				b, err := s.Draw(d)
				if err != nil {
					t.Fatal(err)
				}
				switch d(3) {
				case 1:
					b = d.damage(b)
				case 2:
					b = d.promise(b)
				}
				if _, law, err := s.Judge(b); err != nil {
					t.Fatalf("%s: %v: %s", law, err, hexed(b))
				}
			})
		})
	}
}

// A row is what a codec of a few bytes decodes to: one of length, and that many numbers.
type row struct {
	Numbers []byte
	more    any // what a wrong decoder keeps
}

// lists is a format without a fault.
func lists() judged {
	return judged{sample: []byte{3, 1, 2, 3}, format: format{
		name: "list",
		encode: func(v any) ([]byte, error) {
			l := v.(*row)
			return append([]byte{byte(len(l.Numbers))}, l.Numbers...), nil
		},
		decode: func(b []byte) (any, error) {
			l := new(row)
			return l, l.decode(b)
		},
		into:    func(v any, b []byte) error { return v.(*row).decode(b) },
		refusal: func(err error) bool { return errors.Is(err, errList) },
		shape:   exactly(opaque8(0)),
	}}
}

var errList = errors.New("no list")

func (l *row) decode(b []byte) error {
	if len(b) == 0 || int(b[0]) != len(b)-1 {
		return errList
	}
	l.Numbers = bytes.Clone(b[1:])
	return nil
}

// judges is judge in memory of its own.
func (f judged) judges(data []byte) (bool, string, error) {
	return f.judge(data, inMemory(data, &zeros), inMemory(data, &ones))
}

// Every law of judge is broken by a codec that is wrong in one way, and by none before it.
func TestWhatBreaksALaw(t *testing.T) {
	good, bad := []byte{2, 7, 8}, []byte{2, 7}
	for _, test := range []struct {
		law   string
		input []byte
		wrong func(*judged)
	}{
		{lawPanics, bad, func(f *judged) {
			f.decode = func(b []byte) (any, error) { return &row{Numbers: b[:len(b):len(b)][1 : 1+b[0]]}, nil }
		}},
		{lawRefusal, bad, func(f *judged) {
			f.decode = func(b []byte) (any, error) { return new(row), errors.New("another") }
		}},
		{lawWrites, good, func(f *judged) {
			right := f.decode
			f.decode = func(b []byte) (any, error) { b[1] = 0; return right(b) }
		}},
		{lawWrites, bad, func(f *judged) {
			right := f.decode
			f.decode = func(b []byte) (any, error) { b[:cap(b)][len(b)] = 1; return right(b) }
		}},
		{lawBounded, bad, func(f *judged) { // it reads what is not there
			f.shape = nil
			f.decode = func(b []byte) (any, error) { return &row{Numbers: bytes.Clone(b[1:cap(b)][:b[0]])}, nil }
			f.into = func(v any, b []byte) error { v.(*row).Numbers = bytes.Clone(b[1:cap(b)][:b[0]]); return nil }
		}},
		{lawBounded, bad, func(f *judged) { // it looks at it
			right := f.decode
			f.into = nil
			f.decode = func(b []byte) (any, error) {
				if b[:cap(b)][len(b)] == 0xff {
					return new(row), fmt.Errorf("%w: more of it", errList)
				}
				return right(b)
			}
		}},
		{lawReused, good, func(f *judged) {
			f.into = func(v any, b []byte) error {
				l := v.(*row)
				before := l.Numbers
				err := l.decode(b)
				l.Numbers = append(before, l.Numbers...)
				return err
			}
		}},
		{lawReused, bad, func(f *judged) { // what was refused is not there to be used again
			f.into = func(v any, b []byte) error { return nil }
		}},
		{lawUnshared, good, func(f *judged) {
			f.decode = func(b []byte) (any, error) { return &row{Numbers: b[1:]}, nil }
		}},
		{lawShape, []byte{0}, func(f *judged) {
			right := f.decode
			f.decode = func(b []byte) (any, error) {
				if len(b) == 1 {
					return new(row), errList
				}
				return right(b)
			}
			f.into = nil
		}},
		{lawAllocates, good, func(f *judged) {
			f.decode = func(b []byte) (any, error) { return &row{b[1:], make([]byte, 1<<20)}, nil }
		}},
		{lawAllocates, good, func(f *judged) {
			f.decode = func(b []byte) (any, error) { return &row{append(make([]byte, 0, 1<<20), b[1:]...), nil}, nil }
		}},
		{lawSpelling, good, func(f *judged) {
			f.encode = func(v any) ([]byte, error) { return append([]byte{9}, v.(*row).Numbers...), nil }
		}},
		{lawSpelling, good, func(f *judged) {
			f.encode = func(any) ([]byte, error) { return nil, errors.New("what decodes does not encode") }
		}},
		{lawSpelling, good, func(f *judged) { // not even a loose one may go on for ever
			f.loose = true
			f.encode = func(v any) ([]byte, error) {
				n := v.(*row).Numbers
				return append([]byte{byte(len(n) + 1), 0}, n...), nil
			}
		}},
		{lawSpelling, good, func(f *judged) { // nor end in what is none
			f.loose = true
			f.encode = func(v any) ([]byte, error) { return nil, nil }
		}},
		{lawAgrees, good, func(f *judged) {
			f.agrees = func([]byte, any, error) error { return errors.New("others refuse it") }
		}},
	} {
		f := lists()
		f.guard()
		if _, law, err := f.judges(test.input); err != nil {
			t.Fatalf("%s: got %v of the codec that is right", law, err)
		}
		test.wrong(&f)
		f.guard()
		if _, law, err := f.judges(bytes.Clone(test.input)); law != test.law || err == nil {
			t.Errorf("got the law %q, %v, want %s", law, err, test.law)
		}
	}
}

// What a hello lists of its extensions is compared as well.
func TestWhatIsListedIsCompared(t *testing.T) {
	f := judged{clientHello, clientHello.fullest()}
	f.agrees = nil
	f.into = func(v any, b []byte) error {
		m := v.(*wire.ClientHello)
		err := m.Decode(b)
		m.Extensions = nil
		return err
	}
	f.guard()
	if _, law, err := f.judges(f.sample); law != lawReused || err == nil {
		t.Errorf("got the law %q, %v, want %s", law, err, lawReused)
	}
}

// A ticket that opens under two keys is one that everybody's key opens (CVE-2020-13777).
func TestATicketOfTwoKeysIsFound(t *testing.T) {
	for n, form := range session.Formats {
		key := keyOf(form, byte(n+1))
		f := judged{format: ticket(form, key)}
		_, b, err := f.made(func(int) int { return 0 })
		if err != nil {
			t.Fatal(err)
		}
		f.guard()
		if valid, law, err := f.judges(b); !valid || err != nil {
			t.Fatalf("%v: got %s, %v of a ticket of one key", form, law, err)
		}
		f.agrees = refusedBy(key)
		if _, law, err := f.judges(b); law != lawAgrees || err == nil {
			t.Errorf("%v: got the law %q, %v, want %s", form, law, err, lawAgrees)
		}
	}
}

// What crypto/tls reads otherwise is found.
func TestCryptoTLSIsAsked(t *testing.T) {
	hello := &wire.ClientHello{Version: wire.TLS12, Suites: []uint16{0xc02b}, Compressions: []byte{0}, ServerName: "a", EMS: true}
	b, err := encodeBody(hello)
	if err != nil {
		t.Fatal(err)
	}
	read := new(wire.ClientHello)
	if err := errors.Join(read.Decode(b), stdlibAgrees(b, read, nil)); err != nil {
		t.Fatal(err)
	}
	read.ServerName = "b"
	if stdlibAgrees(b, read, nil) == nil || stdlibAgrees(b[:len(b)-1], read, nil) == nil {
		t.Error("got no difference from crypto/tls, want two")
	}
}
