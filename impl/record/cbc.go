package record

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"errors"
	"hash"
	"io"

	"tlsresume/impl/wire"
)

// AES-CBC with HMAC-SHA1: the MAC is of the plaintext and is encrypted with
// it, behind it the padding (RFC 5246 6.2.3.2).
//
// The mode runs on from record to record, which in TLS 1.0 is the rule: the
// last block of a record is the IV of the next (RFC 2246 6.2.3.2). An explicit
// IV is then no more than one block ahead of the plaintext: random when it is
// encrypted, thrown away when it is decrypted (RFC 4346 6.2.3.2, procedure 2b).

const macSize = sha1.Size

// explicitIV says whether a record brings its own IV, as since TLS 1.1.
func explicitIV(v wire.Version) bool { return v >= wire.TLS11 }

// implicitIVSize is how much IV the key block yields.
func implicitIVSize(v wire.Version) int {
	if explicitIV(v) {
		return 0
	}
	return aes.BlockSize
}

// newCBC gives the block cipher and the IV to begin with; where each record
// brings its own any will do.
func newCBC(k Keys, v wire.Version) (cipher.Block, []byte, error) {
	iv := k.IV
	if explicitIV(v) {
		iv = make([]byte, aes.BlockSize)
	}
	block, err := aes.NewCipher(k.Key)
	return block, iv, err
}

// cbcSealer protects what we send.
type cbcSealer struct {
	mode  cipher.BlockMode
	mac   hash.Hash
	rand  io.Reader // nil: no explicit IV
	bound [boundSize]byte
}

func newCBCSealer(k Keys, v wire.Version, rand io.Reader) (*cbcSealer, error) {
	switch {
	case !explicitIV(v):
		rand = nil
	case rand == nil:
		return nil, errors.New("record: got no Rand, want one for the explicit IVs of CBC")
	}
	block, iv, err := newCBC(k, v)
	if err != nil {
		return nil, err
	}
	return &cbcSealer{mode: cipher.NewCBCEncrypter(block, iv), mac: hmac.New(sha1.New, k.MAC), rand: rand}, nil
}

// seal pads to the next whole block: the padding is as short as it can be.
func (c *cbcSealer) seal(dst []byte, l label, payload []byte) ([]byte, error) {
	start := len(dst)
	if c.rand != nil {
		dst = append(dst, make([]byte, aes.BlockSize)...)
		if _, err := io.ReadFull(c.rand, dst[start:]); err != nil {
			return nil, err
		}
	}
	c.mac.Reset()
	c.mac.Write(l.append(c.bound[:0], len(payload)))
	c.mac.Write(payload)
	dst = c.mac.Sum(append(dst, payload...))

	padding := aes.BlockSize - 1 - (len(dst)-start)%aes.BlockSize
	for range padding + 1 { // the padding_length byte looks like one more of the padding
		dst = append(dst, byte(padding))
	}
	c.mode.CryptBlocks(dst[start:], dst[start:])
	return dst, nil
}

// cbcOpener opens what the peer sent. How long it takes depends on the length
// of the fragment and, but for the few bytes whose place in memory the length
// of the padding decides, on nothing that is encrypted in it.
type cbcOpener struct {
	mode     cipher.BlockMode
	mac      hash.Hash
	explicit bool
	bound    [boundSize]byte
	sum      [macSize]byte
}

func newCBCOpener(k Keys, v wire.Version) (*cbcOpener, error) {
	block, iv, err := newCBC(k, v)
	if err != nil {
		return nil, err
	}
	return &cbcOpener{
		mode:     cipher.NewCBCDecrypter(block, iv),
		mac:      hmac.New(newConstantSHA1, k.MAC),
		explicit: explicitIV(v),
	}, nil
}

func (c *cbcOpener) open(l label, fragment []byte) ([]byte, bool) {
	ivSize := 0
	if c.explicit {
		ivSize = aes.BlockSize
	}
	if len(fragment)%aes.BlockSize != 0 || len(fragment) < ivSize+macSize+1 {
		return nil, false
	}
	c.mode.CryptBlocks(fragment, fragment)
	plain := fragment[ivSize:]
	padding, good := paddingSize(plain)
	length := len(plain) - padding - macSize
	good &= c.check(l, plain, length)
	return plain[:length:length], good == 1
}

// check gives 1 if the MAC behind the first length bytes of plain is theirs.
// "Implementations MUST ensure that record processing time is essentially the
// same whether or not the padding is correct" (RFC 5246 6.2.3.2): what the MAC
// does not cover is hashed too, after the sum is taken, so that the number of
// blocks depends on len(plain) alone.
func (c *cbcOpener) check(l label, plain []byte, length int) int {
	c.mac.Reset()
	c.mac.Write(l.append(c.bound[:0], length))
	c.mac.Write(plain[:length])
	sum := c.mac.Sum(c.sum[:0])
	c.mac.Write(plain[length+macSize:])
	return subtle.ConstantTimeCompare(sum, plain[length:length+macSize])
}

// paddingSize gives the size of the padding with its length byte, and 1 if
// every byte of it holds its length and it leaves room for a MAC. Padding that
// is not good counts as of zero length, so that there is something to take the
// MAC of (RFC 5246 6.2.3.2). It looks at as many bytes as padding may have,
// whatever they hold.
func paddingSize(plain []byte) (size, good int) {
	last := plain[len(plain)-1]
	length := int(last)
	good = subtle.ConstantTimeLessOrEq(length+1+macSize, len(plain))
	for i := range min(1+255, len(plain)) {
		inside := subtle.ConstantTimeLessOrEq(i, length)
		same := subtle.ConstantTimeByteEq(plain[len(plain)-1-i], last)
		good &= subtle.ConstantTimeSelect(inside, same, 1)
	}
	return 1 + subtle.ConstantTimeSelect(good, length, 0), good
}

// constantSHA1 is SHA-1 whose last step takes the same time wherever in a block
// the data ends.
type constantSHA1 struct{ constantSummer }

type constantSummer interface {
	hash.Hash
	ConstantTimeSum([]byte) []byte
}

// newConstantSHA1 falls back to plain SHA-1 where crypto/sha1 has no such step.
func newConstantSHA1() hash.Hash {
	h := sha1.New()
	if c, ok := h.(constantSummer); ok {
		return constantSHA1{c}
	}
	return h
}

// Sum is ConstantTimeSum.
func (h constantSHA1) Sum(b []byte) []byte { return h.ConstantTimeSum(b) }
