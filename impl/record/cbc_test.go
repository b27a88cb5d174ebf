package record

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/wire"
)

// fits gives the paddings, without the length byte, that fill the last block
// behind so many bytes.
func fits(size int) []int {
	var all []int
	for n := len(shortest(size)) - 1; n <= 255; n += 16 {
		all = append(all, n)
	}
	return all
}

// forCBC runs a test with a cipher of each hash, in both orders. judged makes a
// record of TLS 1.2 and covered is how much of a content of n bytes is padded.
func forCBC(t *testing.T, f func(t *testing.T, open func([]byte) ([]Record, error), judged func(content, padding []byte) []byte, covered func(n int) int)) {
	for _, c := range []wire.Cipher{wire.AES128CBCSHA, wire.AES256CBCSHA256} {
		for _, etm := range []bool{false, true} {
			p := protection{c, wire.TLS12, etm}
			k := p.keys(1)
			judge, covered := judgedCBC, func(n int) int { return n + len(k.MAC) }
			if etm {
				judge, covered = judgedETM, func(n int) int { return n }
			}
			judged := func(content, padding []byte) []byte {
				return judge(k, wire.TLS12, 0, 23, draw(16, 2), content, padding)
			}
			t.Run(p.String(), func(t *testing.T) {
				f(t, func(b []byte) ([]Record, error) { return open(newIn(t, wire.TLS12, k), b) }, judged, covered)
			})
		}
	}
}

func TestPaddingOfEveryLengthOpens(t *testing.T) {
	forCBC(t, func(t *testing.T, open func([]byte) ([]Record, error), judged func(content, padding []byte) []byte, covered func(int) int) {
		seen := map[int]bool{}
		for n := range 16 {
			content := draw(n, 1)
			for _, padding := range fits(covered(n)) {
				seen[padding] = true
				got, err := open(judged(content, pad(padding)))
				if want := []Record{{ApplicationData, content}}; err != nil || !same(got, want) {
					t.Errorf("%d bytes, padding %d: got %d records, %v", n, padding, len(got), err)
				}
			}
		}
		if len(seen) != 256 {
			t.Errorf("tried %d lengths of padding, want 256", len(seen))
		}
	})
}

func TestEveryByteOfThePaddingIsChecked(t *testing.T) {
	forCBC(t, func(t *testing.T, open func([]byte) ([]Record, error), judged func(content, padding []byte) []byte, covered func(int) int) {
		for n := range 16 {
			for _, padding := range fits(covered(n)) {
				for i := range padding + 1 {
					if i == padding && covered(0) == 0 {
						continue // a length that is shorter is good where no MAC stands before it
					}
					p := pad(padding)
					p[i] ^= 1 // the last byte is the length: it then claims other padding
					if got, err := open(judged(draw(n, 1), p)); err != BadMAC {
						t.Fatalf("padding %d, byte %d: got %d records, %v, want BadMAC", padding, i, len(got), err)
					}
				}
			}
		}
	})
}

func TestPaddingLongerThanTheRecordIsRefused(t *testing.T) {
	for _, macSize := range []int{0, 20, 32} {
		for n := range 300 {
			plain := bytes.Repeat([]byte{255}, n+1)
			size, good := paddingSize(plain, macSize)
			if fits := 256+macSize <= len(plain); (good == 1) != fits || !fits && size != 1 {
				t.Errorf("%d bytes: got %d, %d", len(plain), size, good)
			}
		}
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

// An IV alone under a MAC that is right: a peer that has the keys can make it.
func TestAnIVAloneIsNoRecord(t *testing.T) {
	for _, c := range []wire.Cipher{wire.AES128CBCSHA, wire.AES256CBCSHA256} {
		p := protection{c, wire.TLS12, true}
		k := p.keys(1)
		alone := judgedETM(k, wire.TLS12, 0, 23, draw(16, 2), nil, nil)
		if got, err := open(newIn(t, wire.TLS12, k), alone); err != BadMAC {
			t.Errorf("%s: got %d records, %v, want BadMAC", p, len(got), err)
		}
	}
}

// In TLS 1.0 the key block yields the first IV (RFC 2246 6.3), and the last block of a
// record is the next; only later versions draw one for each record.
func TestOnlyExplicitIVsNeedRandomness(t *testing.T) {
	for _, p := range slices.Concat(protections, chained) {
		if p.cipher.MAC() == 0 {
			continue
		}
		out := new(Out)
		out.SetVersion(p.version)
		err := out.SetKeys(p.keys(1))
		if got, want := err == nil, p.version == wire.TLS10; got != want {
			t.Errorf("%s: got %v without Rand, want it to be taken: %t", p, err, want)
		}
	}
}
