package record

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/subtle"
	"errors"
	"hash"
	"io"

	"tlsresume/impl/wire"
)

// AES-CBC with HMAC: the MAC is of the plaintext and is encrypted with it, behind
// it the padding (RFC 5246 6.2.3.2).
//
// The mode runs on from record to record, which in TLS 1.0 is the rule: the
// last block of a record is the IV of the next (RFC 2246 6.2.3.2). An explicit
// IV is then no more than one block ahead of the plaintext: random when it is
// encrypted, thrown away when it is decrypted (RFC 4346 6.2.3.2, procedure 2b).

// explicitIVSize is how much IV every record brings, as since TLS 1.1.
func explicitIVSize(v wire.Version) int {
	if v >= wire.TLS11 {
		return aes.BlockSize
	}
	return 0
}

// newCBC gives the block cipher and the IV to begin with; where each record
// brings its own any will do.
func newCBC(k Keys) (cipher.Block, []byte, error) {
	iv := k.IV
	if len(iv) == 0 {
		iv = make([]byte, aes.BlockSize)
	}
	block, err := aes.NewCipher(k.Key)
	return block, iv, err
}

// cbcSealer protects what we send.
type cbcSealer struct {
	mode   cipher.BlockMode
	mac    hash.Hash
	rand   io.Reader // of the explicit IV
	ivSize int
	bound  [boundSize]byte
}

func newCBCSealer(k Keys, v wire.Version, rand io.Reader) (*cbcSealer, error) {
	ivSize := explicitIVSize(v)
	if ivSize > 0 && rand == nil {
		return nil, errors.New("record: got no Rand, want one for the explicit IVs of CBC")
	}
	block, iv, err := newCBC(k)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(k.Cipher.MAC().New, k.MAC)
	return &cbcSealer{mode: cipher.NewCBCEncrypter(block, iv), mac: mac, rand: rand, ivSize: ivSize}, nil
}

func (c *cbcSealer) seal(dst []byte, l label, payload []byte) ([]byte, error) {
	start := len(dst)
	dst, err := c.appendIV(dst)
	if err != nil {
		return nil, err
	}
	dst = c.appendMAC(append(dst, payload...), l, payload)
	return c.encrypt(dst, start), nil
}

func (c *cbcSealer) appendIV(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = append(dst, make([]byte, c.ivSize)...)
	_, err := io.ReadFull(c.rand, dst[start:])
	return dst, err
}

// appendMAC appends the MAC of some bytes, which may be those of dst.
func (c *cbcSealer) appendMAC(dst []byte, l label, covered []byte) []byte {
	c.mac.Reset()
	c.mac.Write(l.append(c.bound[:0], len(covered)))
	c.mac.Write(covered)
	return c.mac.Sum(dst)
}

// encrypt pads what begins at start to the next whole block, so that the padding
// is as short as it can be, and encrypts it.
func (c *cbcSealer) encrypt(dst []byte, start int) []byte {
	padding := aes.BlockSize - 1 - (len(dst)-start)%aes.BlockSize
	for range padding + 1 { // the padding_length byte looks like one more of the padding
		dst = append(dst, byte(padding))
	}
	c.mode.CryptBlocks(dst[start:], dst[start:])
	return dst
}

// cbcOpener opens what the peer sent. How long it takes, and where in memory it
// reads, depends on the length of the fragment and on nothing that is encrypted
// in it: "Implementations MUST ensure that record processing time is essentially
// the same whether or not the padding is correct" (RFC 5246 6.2.3.2).
type cbcOpener struct {
	mode   cipher.BlockMode
	mac    *blindMAC
	ivSize int
	bound  [boundSize]byte
}

func newCBCOpener(k Keys, v wire.Version) (*cbcOpener, error) {
	block, iv, err := newCBC(k)
	if err != nil {
		return nil, err
	}
	return &cbcOpener{
		mode:   cipher.NewCBCDecrypter(block, iv),
		mac:    newBlindMAC(k.Cipher.MAC(), k.MAC),
		ivSize: explicitIVSize(v),
	}, nil
}

func (c *cbcOpener) open(l label, fragment []byte) ([]byte, bool) {
	macSize := c.mac.size()
	if len(fragment)%aes.BlockSize != 0 || len(fragment) < c.ivSize+macSize+1 {
		return nil, false
	}
	c.mode.CryptBlocks(fragment, fragment)
	plain := fragment[c.ivSize:]
	padding, good := paddingSize(plain, macSize)
	length := len(plain) - padding - macSize
	good &= c.mac.check(l.append(c.bound[:0], length), plain, length)
	return plain[:length:length], good == 1
}

// paddingSize gives the size of the padding with its length byte, and 1 if
// every byte of it holds its length and it leaves room for a MAC. Padding that
// is not good counts as of zero length, so that there is something to take the
// MAC of (RFC 5246 6.2.3.2). It looks at as many bytes as padding may have,
// whatever they hold.
func paddingSize(plain []byte, macSize int) (size, good int) {
	last := plain[len(plain)-1]
	length := int(last)
	good = subtle.ConstantTimeLessOrEq(length+1+macSize, len(plain))
	for i := range min(maxPadding, len(plain)) {
		inside := subtle.ConstantTimeLessOrEq(i, length)
		same := subtle.ConstantTimeByteEq(plain[len(plain)-1-i], last)
		good &= subtle.ConstantTimeSelect(inside, same, 1)
	}
	return 1 + subtle.ConstantTimeSelect(good, length, 0), good
}

// maxPadding is the longest padding with its length byte.
const maxPadding = 1 + 255
