package record

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"testing"
)

var blindHashes = []crypto.Hash{crypto.SHA1, crypto.SHA256}

// What is computed blindly is the HMAC, wherever the message ends, and the MAC is
// found wherever it stands.
func TestBlindMACIsHMAC(t *testing.T) {
	for _, h := range blindHashes {
		key, bound := draw(h.Size(), 1), draw(boundSize, 2)
		m := newBlindMAC(h, key)
		for _, size := range []int{h.Size() + 1, 48, 64, 65, 127, 128, 320, 336, 337, 400, 1024, 16384 + 320} {
			for padding := 1; padding <= min(maxPadding, size-h.Size()); padding++ {
				length := size - h.Size() - padding
				plain := draw(size, byte(padding))
				mac := hmac.New(h.New, key)
				mac.Write(bound)
				mac.Write(plain[:length])
				copy(plain[length:], mac.Sum(nil))
				if m.check(bound, plain, length) != 1 {
					t.Fatalf("%s, %d bytes, %d of padding: the MAC is refused", h, size, padding)
				}
				plain[length+padding%h.Size()] ^= 1
				if m.check(bound, plain, length) != 0 {
					t.Fatalf("%s, %d bytes, %d of padding: a wrong MAC is taken", h, size, padding)
				}
			}
		}
	}
}

// A deeds is a hash that writes down what is done with it, but not with which
// bytes.
type deeds struct {
	blockHash
	done []byte
}

func (d *deeds) Reset() { d.done = append(d.done, 'r'); d.blockHash.Reset() }

func (d *deeds) Write(b []byte) (int, error) {
	d.done = append(append(d.done, 'w'), byte(len(b)>>8), byte(len(b)))
	return d.blockHash.Write(b)
}

func (d *deeds) AppendBinary(b []byte) ([]byte, error) {
	d.done = append(d.done, 'a')
	return d.blockHash.AppendBinary(b)
}

func (d *deeds) Sum(b []byte) []byte { d.done = append(d.done, 's'); return d.blockHash.Sum(b) }

// RFC 5246 6.2.3.2: "record processing time is essentially the same whether or
// not the padding is correct". Time cannot be tested; what is hashed can.
func TestMACDoesTheSameWorkWhateverThePadding(t *testing.T) {
	for _, h := range blindHashes {
		const size = 384 // of content, MAC and padding
		var want []byte
		for padding := 1; padding <= maxPadding; padding++ {
			m := newBlindMAC(h, draw(h.Size(), 1))
			d := &deeds{blockHash: m.hash}
			m.hash = d
			m.check(draw(boundSize, 2), draw(size, 3), size-h.Size()-padding)
			if want == nil {
				want = d.done
			}
			if !bytes.Equal(d.done, want) {
				t.Fatalf("%s, %d bytes of padding: got %q, want %q", h, padding, d.done, want)
			}
		}
	}
}
