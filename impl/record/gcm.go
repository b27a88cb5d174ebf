package record

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
)

const (
	gcmSaltSize     = 4
	gcmExplicitSize = 8 // RFC 5288 3
	gcmTagSize      = 16
)

// gcm is AES-GCM with the partly explicit nonce of RFC 5288 3. One value serves
// one direction.
type gcm struct {
	aead  cipher.AEAD
	nonce [gcmSaltSize + gcmExplicitSize]byte // the salt stays, the rest changes with each record
	bound [boundSize]byte                     // room for the additional data
}

func newGCM(k Keys) (*gcm, error) {
	block, err := aes.NewCipher(k.Key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	g := &gcm{aead: aead}
	copy(g.nonce[:], k.IV)
	return g, nil
}

// seal takes the sequence number for the explicit nonce, as RFC 5288 3 allows:
// it never repeats under one key.
func (g *gcm) seal(dst []byte, l label, payload []byte) ([]byte, error) {
	dst = binary.BigEndian.AppendUint64(dst, l.seq)
	binary.BigEndian.PutUint64(g.nonce[gcmSaltSize:], l.seq)
	return g.aead.Seal(dst, g.nonce[:], payload, l.append(g.bound[:0], len(payload))), nil
}

// open takes whatever explicit nonce the peer chose: only its sender needs to
// know that it is fresh, and the sequence number is in the additional data.
func (g *gcm) open(l label, fragment []byte) ([]byte, bool) {
	length := len(fragment) - gcmExplicitSize - gcmTagSize
	if length < 0 {
		return nil, false
	}
	copy(g.nonce[gcmSaltSize:], fragment)
	sealed := fragment[gcmExplicitSize:]
	payload, err := g.aead.Open(sealed[:0], g.nonce[:], sealed, l.append(g.bound[:0], length))
	return payload, err == nil
}
