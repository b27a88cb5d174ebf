package record

import (
	"crypto/cipher"
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"
)

// chacha is ChaCha20-Poly1305, whose nonce is no part of the record (RFC 7905
// 2). One value serves one direction.
type chacha struct {
	aead  cipher.AEAD
	iv    [chacha20poly1305.NonceSize]byte
	nonce [chacha20poly1305.NonceSize]byte // room for that of a record
	bound [boundSize]byte                  // room for the additional data
}

func newChaCha(k Keys) (*chacha, error) {
	aead, err := chacha20poly1305.New(k.Key)
	if err != nil {
		return nil, err
	}
	c := &chacha{aead: aead}
	copy(c.iv[:], k.IV)
	return c, nil
}

// nonceOf is the nonce of RFC 7905 2: the sequence number "is padded on the
// left with four 0x00 bytes" and "the padded sequence number is XORed with the"
// IV.
func (c *chacha) nonceOf(seq uint64) []byte {
	c.nonce = c.iv
	low := c.nonce[chacha20poly1305.NonceSize-8:]
	binary.BigEndian.PutUint64(low, binary.BigEndian.Uint64(low)^seq)
	return c.nonce[:]
}

func (c *chacha) seal(dst []byte, l label, payload []byte) ([]byte, error) {
	return c.aead.Seal(dst, c.nonceOf(l.seq), payload, l.append(c.bound[:0], len(payload))), nil
}

func (c *chacha) open(l label, fragment []byte) ([]byte, bool) {
	length := len(fragment) - chacha20poly1305.Overhead
	if length < 0 {
		return nil, false
	}
	payload, err := c.aead.Open(fragment[:0], c.nonceOf(l.seq), fragment, l.append(c.bound[:0], length))
	return payload, err == nil
}
