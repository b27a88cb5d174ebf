package codec

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"tlsresume/impl/record"
	"tlsresume/impl/wire"
)

// A protection is a cipher in a version, with the order of CBC and its MAC.
type protection struct {
	cipher         wire.Cipher
	version        wire.Version
	encryptThenMAC bool
}

// protections are all that there are, the null cipher among them.
var protections = func() []protection {
	all := []protection{{wire.Null, wire.TLS12, false}}
	for _, s := range wire.Suites {
		for _, v := range wire.Versions {
			for _, etm := range []bool{false, true} {
				p := protection{s.Cipher, v, etm}
				if v >= s.Cipher.Since() && !slices.Contains(all, p) && (!etm || s.Cipher.MAC() != 0) {
					all = append(all, p)
				}
			}
		}
	}
	return all
}()

func (p protection) String() string {
	return fmt.Sprintf("cipher %d in %v, encrypt-then-MAC %t", p.cipher, p.version, p.encryptThenMAC)
}

// keys are those of a seed, and what random bytes come behind them.
func (p protection) keys(seed byte) (k record.Keys, random *rand.ChaCha8) {
	sizes := p.cipher.Sizes(p.version)
	random = rand.NewChaCha8([32]byte{seed})
	k = record.Keys{
		Cipher: p.cipher, EncryptThenMAC: p.encryptThenMAC,
		MAC: make([]byte, sizes.MAC), Key: make([]byte, sizes.Key), IV: make([]byte, sizes.IV),
	}
	for _, part := range [][]byte{k.MAC, k.Key, k.IV} {
		random.Read(part)
	}
	return k, random
}

// pair makes both ends of a direction under keys of a seed.
func (p protection) pair(seed byte) (out *record.Out, in *record.In, err error) {
	k, random := p.keys(seed)
	out, in = &record.Out{Rand: random}, new(record.In)
	out.SetVersion(p.version)
	in.SetVersion(p.version)
	return out, in, errors.Join(out.SetKeys(k), in.SetKeys(k))
}

// A piece is what one record carried, copied.
type piece struct {
	Type    record.Type
	Payload []byte
}

// recordsMost is more than any of the streams here has.
const recordsMost = 1000

// A reader takes bytes, and gives the records in them: a *record.In.
type reader interface {
	Write([]byte)
	Next() (record.Record, bool, error)
}

// next takes the records that are whole, at most so many.
func next(in reader, most int) (all []piece, err error) {
	defer caught(&err)
	for range most {
		r, ok, err := in.Next()
		if err != nil || !ok {
			return all, err
		}
		all = append(all, piece{r.Type, bytes.Clone(r.Payload)})
	}
	return all, errors.New("there is no end of records")
}

// given takes the records of bytes.
func given(in *record.In, b []byte) ([]piece, error) {
	in.Write(b)
	return next(in, recordsMost)
}

// A traffic is what one end sends under a protection: payloads, and their records.
type traffic struct {
	protection
	seed     byte
	payloads []piece
	sent     []byte
	ends     []int // where the records of each payload end
	in       *record.In
}

// traffic draws between least and most payloads of at most so many bytes.
func (d dice) traffic(least, most, size int) (t traffic, err error) {
	t.protection, t.seed = pick(d, protections...), byte(d(256))
	if d(8) == 7 {
		t.protection = protections[0] // where nothing but the header tells what a record is
	}
	out, in, err := t.pair(t.seed)
	if err != nil {
		return t, err
	}
	t.in = in
	t.payloads = list(d, least, most, func() piece {
		typ := record.Type(d.from(20, 23))
		if typ == record.ApplicationData {
			return piece{typ, d.bytes(0, size)}
		}
		return piece{typ, d.bytes(1, size)}
	})
	for _, p := range t.payloads {
		if t.sent, err = out.Append(t.sent, p.Type, p.Payload); err != nil {
			return t, err
		}
		t.ends = append(t.ends, len(t.sent))
	}
	return t, nil
}

// again is another end that reads under the same keys.
func (t traffic) again() *record.In {
	_, in, err := t.pair(t.seed)
	if err != nil {
		panic(err) // it was made once
	}
	return in
}

// joined are the payloads without the ends of records: those of a type in a row are one,
// and the empty ones are none.
func joined(all []piece) (joint []piece) {
	for _, p := range all {
		if n := len(joint); n > 0 && joint[n-1].Type == p.Type {
			joint[n-1].Payload = slices.Concat(joint[n-1].Payload, p.Payload)
		} else if len(p.Payload) > 0 {
			joint = append(joint, p)
		}
	}
	return joint
}

// plaintextMost is how long the payload of a record may be (RFC 5246 6.2.1).
const plaintextMost = 1 << 14

var _ = property("record/round-trip", "RFC 5246 6.2", func(d dice) error {
	t, err := d.traffic(1, 4, pick(d, 300, plaintextMost, plaintextMost+1, 2*plaintextMost+1))
	if err != nil {
		return err
	}
	got, err := given(t.in, t.sent)
	if err != nil || show(joined(got)) != show(joined(t.payloads)) {
		return fmt.Errorf("%v: got %s, %v, want %s", t.protection, show(joined(got)), err, show(joined(t.payloads)))
	}
	for _, p := range got {
		if len(p.Payload) > plaintextMost || len(p.Payload) == 0 && p.Type != record.ApplicationData {
			return fmt.Errorf("%v: got a record of %v with %d bytes", t.protection, p.Type, len(p.Payload))
		}
	}
	return nil
})

// A stream that was cut asks for more and gives what came whole; one that is longer gives
// no more than was sent.
var _ = property("record/ends", "RFC 5246 6.2.1", func(d dice) error {
	t, err := d.traffic(1, 2, 300)
	if err != nil {
		return err
	}
	all, err := given(t.again(), t.sent)
	if err != nil {
		return err
	}
	for _, n := range cuts(d, len(t.sent)) {
		got, err := given(t.again(), t.sent[:n:n])
		whole := slices.Contains(t.ends, n)
		if err != nil || !prefix(got, all) || len(got) == len(all) || whole && len(got) == 0 {
			return fmt.Errorf("%v: got %s, %v of the first %d of %d bytes, want what came whole of %s", t.protection, show(got), err, n, len(t.sent), show(all))
		}
	}
	if t.cipher == wire.Null {
		return nil // what follows may be a record, as good as those before
	}
	more := d.bytes(1, 100)
	if got, _ := given(t.in, append(t.sent, more...)); show(got) != show(all) {
		return fmt.Errorf("%v: got %s with %x behind, want %s", t.protection, show(got), more, show(all))
	}
	return nil
})

// prefix reports whether some are the first of all.
func prefix(some, all []piece) bool {
	return len(some) <= len(all) && show(some) == show(all[:len(some)])
}

var _ = property("record/chunks", "RFC 5246 6.2.1, a stream has no ends but those of its records", func(d dice) error {
	t, err := d.traffic(0, 4, 100)
	if err != nil {
		return err
	}
	b := t.sent
	if d.maybe() {
		b = d.damage(b)
	}
	want, wantErr := given(t.again(), b)
	var got []piece
	for len(b) > 0 && err == nil {
		var some []piece
		n := d.from(1, min(len(b), 50))
		some, err = given(t.in, b[:n:n])
		got, b = append(got, some...), b[n:]
	}
	if show(got) != show(want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		return fmt.Errorf("%v: got %s, %v in pieces, want %s, %v as in one", t.protection, show(got), err, show(want), wantErr)
	}
	return nil
})

// The promise of protection: whatever happens to the stream, what opens is what was sent,
// in its order, from the first on.
var _ = property("record/only-honest", "RFC 5246 6.2.3", func(d dice) error {
	t, err := d.traffic(1, 3, 70)
	if err != nil || t.cipher == wire.Null {
		return err
	}
	all, err := given(t.again(), t.sent)
	if err != nil {
		return err
	}
	b := d.damage(t.sent)
	if d.maybe() { // a record that comes twice, or not at all, or later
		at, n := pick(d, append(t.ends, 0)...), pick(d, append(t.ends, 0)...)
		b = slices.Concat(t.sent[:at], t.sent[n:], t.sent[min(at, n):max(at, n)])
	}
	if got, err := given(t.in, b); !prefix(got, all) || panics(err) {
		return fmt.Errorf("%v: got %s, %v, want some of %s in its order", t.protection, show(got), err, show(all))
	}
	return nil
})

func panics(err error) bool {
	var p *panicked
	return errors.As(err, &p)
}

// Every bit of a record is covered by its protection, its header included: nothing opens,
// and where the header is sound all that is told is bad_record_mac.
var _ = property("record/bit-flips", "RFC 5246 6.2.3", func(d dice) error {
	t, err := d.traffic(1, 1, 60)
	if err != nil || t.cipher == wire.Null {
		return err
	}
	const header = 5
	first := t.sent[:header+int(t.sent[3])<<8+int(t.sent[4])]
	for n := range first {
		b := slices.Concat(first)
		b[n] ^= 1 << d(8)
		got, err := given(t.again(), b)
		if len(got) > 0 || n >= header && !errors.Is(err, record.BadMAC) || panics(err) {
			return fmt.Errorf("%v: got %s, %v with a bit of byte %d flipped in %s", t.protection, show(got), err, n, hexed(first))
		}
	}
	return nil
})
