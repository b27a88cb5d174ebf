package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"tlsresume/impl/wire"
)

// A protection is a cipher in a version, with the order of CBC and its MAC.
type protection struct {
	cipher         wire.Cipher
	version        wire.Version
	encryptThenMAC bool
}

func (p protection) String() string {
	s := fmt.Sprintf("cipher %d in %s", p.cipher, p.version)
	if p.encryptThenMAC {
		s += ", encrypt-then-MAC"
	}
	return s
}

// keys gives keys of the right sizes.
func (p protection) keys(seed byte) Keys {
	s := p.cipher.Sizes(p.version)
	b := draw(s.MAC+s.Key+s.IV, seed)
	return Keys{
		Cipher: p.cipher, EncryptThenMAC: p.encryptThenMAC,
		MAC: b[:s.MAC], Key: b[s.MAC : s.MAC+s.Key], IV: b[s.MAC+s.Key:],
	}
}

var (
	aeads = []wire.Cipher{wire.AES128GCM, wire.AES256GCM, wire.ChaCha20Poly1305}
	cbcs  = []wire.Cipher{wire.AES128CBCSHA, wire.AES256CBCSHA, wire.AES128CBCSHA256, wire.AES256CBCSHA256}
)

// protections are all of TLS 1.2, and chained those of TLS 1.0 and 1.1, where one
// payload may make two records.
var protections, chained = func() (all, old []protection) {
	for _, c := range aeads {
		all = append(all, protection{c, wire.TLS12, false})
	}
	for _, c := range cbcs {
		for _, etm := range []bool{false, true} {
			all = append(all, protection{c, wire.TLS12, etm})
			if c.Since() == wire.TLS10 {
				old = append(old, protection{c, wire.TLS11, etm}, protection{c, wire.TLS10, etm})
			}
		}
	}
	return all, old
}()

var withNull = append([]protection{{wire.Null, wire.TLS12, false}}, protections...)

// stream gives bytes that are the same in every run.
func stream(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// draw gives n bytes of a stream.
func draw(n int, seed byte) []byte {
	b := make([]byte, n)
	_, _ = io.ReadFull(stream(seed), b)
	return b
}

// keysOf gives keys of the right sizes for TLS 1.2.
func keysOf(c wire.Cipher, seed byte) Keys { return protection{c, wire.TLS12, false}.keys(seed) }

func newOut(t testing.TB, v wire.Version, k Keys) *Out {
	t.Helper()
	out := &Out{Rand: stream(99)}
	out.SetVersion(v)
	if err := out.SetKeys(k); err != nil {
		t.Fatal(err)
	}
	return out
}

func newIn(t testing.TB, v wire.Version, k Keys) *In {
	t.Helper()
	in := new(In)
	in.SetVersion(v)
	if err := in.SetKeys(k); err != nil {
		t.Fatal(err)
	}
	return in
}

func newPair(t testing.TB, c protection) (*Out, *In) {
	t.Helper()
	return newOut(t, c.version, c.keys(1)), newIn(t, c.version, c.keys(1))
}

func mustAppend(t testing.TB, out *Out, dst []byte, typ Type, payload []byte) []byte {
	t.Helper()
	b, err := out.Append(dst, typ, payload)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// drain gives every record that is whole, its payload copied, and the error
// that ended it.
func drain(in *In) ([]Record, error) {
	var all []Record
	for {
		r, ok, err := in.Next()
		if err != nil || !ok {
			return all, err
		}
		all = append(all, Record{r.Type, bytes.Clone(r.Payload)})
	}
}

// open reads a whole stream at once.
func open(in *In, b []byte) ([]Record, error) {
	in.Write(b)
	return drain(in)
}

// left is how many bytes arrived that no record was made of yet.
func left(in *In) int { return len(in.buf) - in.used }

func same(a, b []Record) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Type != b[i].Type || !bytes.Equal(a[i].Payload, b[i].Payload) {
			return false
		}
	}
	return true
}

// forCiphers runs a test under every protection, Null included.
func forCiphers(t *testing.T, f func(t *testing.T, c protection)) {
	t.Helper()
	forEach(t, withNull, f)
}

// forProtected runs a test under every protection but Null, which protects nothing.
func forProtected(t *testing.T, f func(t *testing.T, c protection)) {
	t.Helper()
	forEach(t, protections, f)
}

func forEach(t *testing.T, all []protection, f func(t *testing.T, c protection)) {
	t.Helper()
	for _, c := range all {
		t.Run(c.String(), func(t *testing.T) { f(t, c) })
	}
}

func TestWhatIsSentIsReceived(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		out, in := newPair(t, c)
		for _, n := range []int{0, 1, 15, 16, 17, 1<<14 - 1, 1 << 14} {
			payload := draw(n, byte(n))
			got, err := open(in, mustAppend(t, out, nil, ApplicationData, payload))
			if want := []Record{{ApplicationData, payload}}; err != nil || !same(got, want) {
				t.Errorf("%d bytes: got %d records, %v", n, len(got), err)
			}
		}
		if left(in) != 0 {
			t.Errorf("got %d bytes left, want none", left(in))
		}
	})
}

func TestLongPayloadIsFragmentedAtTheLimit(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		for n, want := range map[int][]int{
			MaxPlaintext:       {MaxPlaintext},
			MaxPlaintext + 1:   {MaxPlaintext, 1},
			2 * MaxPlaintext:   {MaxPlaintext, MaxPlaintext},
			3*MaxPlaintext + 7: {MaxPlaintext, MaxPlaintext, MaxPlaintext, 7},
		} {
			out, in := newPair(t, c)
			payload, prefix := draw(n, 3), []byte("before")
			b := mustAppend(t, out, bytes.Clone(prefix), Handshake, payload)
			got, err := open(in, bytes.TrimPrefix(b, prefix))
			if err != nil || len(got) != len(want) {
				t.Fatalf("%d bytes: got %d records, %v, want %d", n, len(got), err, len(want))
			}
			var all []byte
			for i, r := range got {
				if len(r.Payload) != want[i] || r.Type != Handshake {
					t.Errorf("record %d: got %v of %d bytes, want Handshake of %d", i, r.Type, len(r.Payload), want[i])
				}
				all = append(all, r.Payload...)
			}
			if !bytes.Equal(all, payload) {
				t.Errorf("%d bytes come back as others", n)
			}
		}
	})
}

func TestEmptyPayloadMakesOnlyApplicationData(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		for _, typ := range []Type{ChangeCipherSpec, Alert, Handshake, ApplicationData} {
			out, in := newPair(t, c)
			want := 0
			if typ == ApplicationData {
				want = 1
			}
			got, err := open(in, mustAppend(t, out, nil, typ, nil))
			if err != nil || len(got) != want {
				t.Errorf("%v: got %d records, %v, want %d", typ, len(got), err, want)
			}
		}
	})
}

func TestRecordsArriveByteAtATime(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		out, in := newPair(t, c)
		want := []Record{
			{Handshake, draw(100, 1)}, {Alert, draw(2, 2)}, {ApplicationData, nil}, {ApplicationData, draw(1000, 3)},
		}
		var got []Record
		for _, r := range want {
			b := mustAppend(t, out, nil, r.Type, r.Payload)
			for i := range b {
				some, err := open(in, b[i:i+1])
				if err != nil || len(some) > 0 != (i == len(b)-1) {
					t.Fatalf("byte %d of %d: got %d records, %v", i, len(b), len(some), err)
				}
				got = append(got, some...)
			}
		}
		if !same(got, want) {
			t.Error("got other records than were sent")
		}
	})
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	forProtected(t, func(t *testing.T, c protection) {
		out, _ := newPair(t, c)
		whole := mustAppend(t, out, nil, Alert, []byte{2, 40})
		for bit := range 8 * len(whole) {
			b := bytes.Clone(whole)
			b[bit/8] ^= 1 << (bit % 8)
			_, in := newPair(t, c)
			got, err := open(in, append(b, make([]byte, MaxCiphertext)...)) // so that a greater length has bytes too
			if len(got) > 0 {
				t.Fatalf("bit %d: opened", bit)
			}
			want := []Fault{BadMAC}
			switch bit / 8 {
			case 0:
				want = []Fault{BadMAC, BadType}
			case 1, 2:
				want = []Fault{BadVersion}
			case 3, 4:
				want = []Fault{BadMAC, Overflow}
			}
			if !isOneOf(err, want) {
				t.Errorf("bit %d: got %v, want one of %v", bit, err, want)
			}
		}
	})
}

func isOneOf(err error, want []Fault) bool {
	for _, f := range want {
		if errors.Is(err, f) {
			return true
		}
	}
	return false
}

func TestShortenedRecordIsRefused(t *testing.T) {
	forProtected(t, func(t *testing.T, c protection) {
		out, _ := newPair(t, c)
		whole := mustAppend(t, out, nil, ApplicationData, draw(40, 4))
		for n := range len(whole) - headerSize {
			b := bytes.Clone(whole[:headerSize+n])
			b[3], b[4] = 0, byte(n)
			_, in := newPair(t, c)
			if got, err := open(in, b); err != BadMAC || len(got) > 0 {
				t.Errorf("cut to %d bytes: got %d records, %v, want BadMAC", n, len(got), err)
			}
			_, in = newPair(t, c)
			got, err := open(in, whole[:headerSize+n])
			if err != nil || len(got) > 0 || left(in) != headerSize+n {
				t.Errorf("%d bytes missing: got %d records, %v", len(whole)-headerSize-n, len(got), err)
			}
		}
	})
}

func TestRecordsOutOfOrderAreRefused(t *testing.T) {
	forProtected(t, func(t *testing.T, c protection) {
		out, _ := newPair(t, c)
		var r [3][]byte
		for i := range r {
			r[i] = mustAppend(t, out, nil, ApplicationData, []byte("the same bytes"))
		}
		for name, order := range map[string][]int{
			"replay": {0, 0}, "swap": {1, 0}, "drop": {0, 2}, "late replay": {0, 1, 2, 0},
		} {
			_, in := newPair(t, c)
			var b []byte
			for _, i := range order {
				b = append(b, r[i]...)
			}
			if got, err := open(in, b); err != BadMAC || len(got) == len(order) {
				t.Errorf("%s: got %d records, %v, want BadMAC", name, len(got), err)
			}
		}
	})
}

func TestKeysChangeBetweenRecords(t *testing.T) {
	forCiphers(t, func(t *testing.T, first protection) {
		forCiphers(t, func(t *testing.T, second protection) {
			out, in := newPair(t, first)
			b := mustAppend(t, out, nil, ChangeCipherSpec, []byte{1})
			if err := out.SetKeys(second.keys(2)); err != nil {
				t.Fatal(err)
			}
			in.Write(mustAppend(t, out, b, Handshake, []byte("finished"))) // both arrive at once
			if r, ok, err := in.Next(); r.Type != ChangeCipherSpec || !ok || err != nil {
				t.Fatalf("got %v, %v, %v", r.Type, ok, err)
			}
			if err := in.SetKeys(second.keys(2)); err != nil {
				t.Fatal(err)
			}
			got, err := drain(in)
			if want := []Record{{Handshake, []byte("finished")}}; err != nil || !same(got, want) {
				t.Errorf("got %d records, %v", len(got), err)
			}
		})
	})
}

func TestOtherKeysDoNotOpen(t *testing.T) {
	for _, c := range protections {
		out, _ := newPair(t, c)
		in := newIn(t, c.version, c.keys(2))
		if _, err := open(in, mustAppend(t, out, nil, Handshake, []byte("x"))); err != BadMAC {
			t.Errorf("%s: got %v, want BadMAC", c, err)
		}
	}
}

func TestSequenceNumbersDoNotWrap(t *testing.T) {
	forCiphers(t, func(t *testing.T, c protection) {
		out, in := newPair(t, c)
		out.seq.next, in.seq.next = 1<<64-1, 1<<64-1
		b := mustAppend(t, out, nil, ApplicationData, []byte("the last"))
		if got, err := open(in, b); err != nil || len(got) != 1 {
			t.Fatalf("record 2^64-1: got %d records, %v", len(got), err)
		}
		if b, err := out.Append(nil, Alert, []byte{1, 0}); err != SequenceExhausted || len(b) > 0 {
			t.Errorf("sent one more: got %d bytes, %v, want SequenceExhausted", len(b), err)
		}
		if _, err := open(in, b); err != SequenceExhausted {
			t.Errorf("received one more: got %v, want SequenceExhausted", err)
		}
	})
}

func TestKeysThatDoNotFitAreRefused(t *testing.T) {
	short := keysOf(wire.AES128GCM, 1)
	short.Key = short.Key[:15]
	for name, x := range map[string]struct {
		v wire.Version
		k Keys
	}{
		"short key":        {wire.TLS12, short},
		"no version":       {0, keysOf(wire.AES128CBCSHA, 1)},
		"GCM in TLS 1.1":   {wire.TLS11, keysOf(wire.AES128GCM, 1)},
		"AEAD in TLS 1.1":  {wire.TLS11, keysOf(wire.ChaCha20Poly1305, 1)},
		"AES-128 as 256":   {wire.TLS12, Keys{Cipher: wire.AES256GCM, Key: draw(16, 1), IV: draw(4, 1)}},
		"CBC without IV":   {wire.TLS10, keysOf(wire.AES128CBCSHA, 1)},
		"SHA-256 in 1.1":   {wire.TLS11, keysOf(wire.AES128CBCSHA256, 1)},
		"IV of CBC in 1.1": {wire.TLS11, protection{wire.AES128CBCSHA, wire.TLS10, false}.keys(1)},
		"encrypt-then-MAC": {wire.TLS12, protection{wire.AES128GCM, wire.TLS12, true}.keys(1)},
		"TLS 1.3":          {0x0304, keysOf(wire.AES128GCM, 1)},
		"unknown cipher":   {wire.TLS12, Keys{Cipher: 200}},
	} {
		in, out := new(In), &Out{Rand: stream(1)}
		in.SetVersion(x.v)
		out.SetVersion(x.v)
		for _, err := range []error{in.SetKeys(x.k), out.SetKeys(x.k)} {
			if err == nil {
				t.Errorf("%s: accepted", name)
			}
		}
		if in.opener != nil || out.sealer != nil {
			t.Errorf("%s: changed the state", name)
		}
	}
}

func TestKeysArePrintedWithoutSecrets(t *testing.T) {
	k := Keys{Cipher: wire.AES128GCM, MAC: []byte("secret"), Key: []byte("secret"), IV: []byte("secret")}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d", "%o", "%08b"} {
		got := fmt.Sprintf(format, k)
		for _, secret := range []string{"secret", "736563726574", "115 101", "163 145", "01110011 01100101"} {
			if strings.Contains(got, secret) {
				t.Errorf("%s prints %s", format, got)
			}
		}
	}
}
