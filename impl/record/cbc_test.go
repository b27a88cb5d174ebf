package record

import (
	"bytes"
	"errors"
	"hash"
	"strings"
	"testing"

	"tlsresume/impl/wire"
)

// fits gives the paddings, without the length byte, that fill the last block.
func fits(content int) []int {
	var all []int
	for n := len(shortest(content)) - 1; n <= 255; n += 16 {
		all = append(all, n)
	}
	return all
}

func TestPaddingOfEveryLengthOpens(t *testing.T) {
	k := keysOf(wire.AES128CBCSHA, 1)
	seen := map[int]bool{}
	for n := range 16 {
		content := draw(n, 1)
		for _, padding := range fits(n) {
			seen[padding] = true
			in := newIn(t, wire.TLS12, k)
			got, err := open(in, judgedCBC(k, wire.TLS12, 0, 23, draw(16, 2), content, pad(padding)))
			if want := []Record{{ApplicationData, content}}; err != nil || !same(got, want) {
				t.Errorf("%d bytes, padding %d: got %d records, %v", n, padding, len(got), err)
			}
		}
	}
	if len(seen) != 256 {
		t.Errorf("tried %d lengths of padding, want 256", len(seen))
	}
}

func TestEveryByteOfThePaddingIsChecked(t *testing.T) {
	k := keysOf(wire.AES128CBCSHA, 1)
	for n := range 16 {
		for _, padding := range fits(n) {
			for i := range padding + 1 {
				p := pad(padding)
				p[i] ^= 1 // the last byte is the length: it then claims other padding
				in := newIn(t, wire.TLS12, k)
				if got, err := open(in, judgedCBC(k, wire.TLS12, 0, 23, draw(16, 2), draw(n, 1), p)); err != BadMAC {
					t.Fatalf("padding %d, byte %d: got %d records, %v, want BadMAC", padding, i, len(got), err)
				}
			}
		}
	}
}

func TestPaddingLongerThanTheRecordIsRefused(t *testing.T) {
	for n := range 300 {
		plain := bytes.Repeat([]byte{255}, n+1)
		size, good := paddingSize(plain)
		if fits := 256+macSize <= len(plain); (good == 1) != fits || !fits && size != 1 {
			t.Errorf("%d bytes: got %d, %d", len(plain), size, good)
		}
	}
}

// A counter counts what a MAC is fed since its last Reset.
type counter struct {
	hash.Hash
	fed int
}

func (c *counter) Reset()                      { c.fed = 0; c.Hash.Reset() }
func (c *counter) Write(b []byte) (int, error) { c.fed += len(b); return c.Hash.Write(b) }

// RFC 5246 6.2.3.2: "record processing time is essentially the same whether or
// not the padding is correct". Time cannot be tested; what is hashed can.
func TestMACDoesTheSameWorkWhateverThePadding(t *testing.T) {
	k := keysOf(wire.AES128CBCSHA, 1)
	const size = 320 // of content, MAC and padding
	work := func(content int, padding []byte) int {
		in := newIn(t, wire.TLS12, k)
		c := in.opener.(*cbcOpener)
		count := &counter{Hash: c.mac}
		c.mac = count
		_, err := open(in, judgedCBC(k, wire.TLS12, 0, 23, draw(16, 2), draw(content, 1), padding))
		if err != nil && err != BadMAC {
			t.Fatal(err)
		}
		return count.fed
	}
	want := boundSize + size - macSize
	for padding := range 256 {
		good := pad(padding)
		bad := pad(padding)
		bad[0] ^= 0x80
		content := size - macSize - len(good)
		for _, p := range [][]byte{good, bad} {
			if got := work(content, p); got != want {
				t.Fatalf("padding %d: got %d bytes hashed, want %d", padding, got, want)
			}
		}
	}
}

func TestSHA1OfTheOpenerTakesConstantTime(t *testing.T) {
	if _, ok := newConstantSHA1().(constantSHA1); !ok {
		t.Error("crypto/sha1 offers no ConstantTimeSum, and the opener fell back to one that leaks")
	}
}

func TestCBCNeedsRandomIVs(t *testing.T) {
	k := keysOf(wire.AES128CBCSHA, 1)
	out := new(Out)
	out.SetVersion(wire.TLS12)
	if err := out.SetKeys(k); err == nil {
		t.Error("got keys without a source of IVs")
	}
	out.Rand = strings.NewReader("sixteen bytes of it and no more"[:16+15])
	if err := out.SetKeys(k); err != nil {
		t.Fatal(err)
	}
	b, err := out.Append([]byte("before"), ApplicationData, make([]byte, MaxPlaintext+1))
	if err == nil || errors.As(err, new(Fault)) {
		t.Errorf("got %v, want the error of Rand", err)
	}
	got, err := open(newIn(t, wire.TLS12, k), bytes.TrimPrefix(b, []byte("before")))
	if err != nil || len(got) != 1 || len(got[0].Payload) != MaxPlaintext {
		t.Errorf("got %d records, %v, want the one that had its IV", len(got), err)
	}
}
