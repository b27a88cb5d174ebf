package record

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"hash"
	"io"

	"tlsresume/impl/wire"
)

// Encrypt-then-MAC, RFC 7366 3: "encrypt( data || pad ) || MAC", with the MAC "run
// over the payload ciphertext (the TLSCipherText PDU) rather than the plaintext".
// The length under it is that of what it covers, an explicit IV included.

// etmSealer is a cbcSealer that takes the other order.
type etmSealer struct{ *cbcSealer }

func newETMSealer(k Keys, v wire.Version, rand io.Reader) (etmSealer, error) {
	c, err := newCBCSealer(k, v, rand)
	return etmSealer{c}, err
}

func (c etmSealer) seal(dst []byte, l label, payload []byte) ([]byte, error) {
	start := len(dst)
	dst, err := c.appendIV(dst)
	if err != nil {
		return nil, err
	}
	dst = c.encrypt(append(dst, payload...), start)
	return c.appendMAC(dst, l, dst[start:]), nil
}

type etmOpener struct {
	mode   cipher.BlockMode
	mac    hash.Hash
	ivSize int
	bound  [boundSize]byte
	sum    []byte // room for the MAC
}

func newETMOpener(k Keys, v wire.Version) (*etmOpener, error) {
	block, iv, err := newCBC(k)
	if err != nil {
		return nil, err
	}
	mode, mac := cipher.NewCBCDecrypter(block, iv), hmac.New(k.Cipher.MAC().New, k.MAC)
	return &etmOpener{mode: mode, mac: mac, ivSize: explicitIVSize(v)}, nil
}

// open: "The MAC SHALL be evaluated before any further processing such as
// decryption is performed". What it covers is no secret, so that nothing here needs
// to hide how long it takes.
func (c *etmOpener) open(l label, fragment []byte) ([]byte, bool) {
	length := len(fragment) - c.mac.Size()
	if length < c.ivSize+aes.BlockSize || length%aes.BlockSize != 0 {
		return nil, false
	}
	c.mac.Reset()
	c.mac.Write(l.append(c.bound[:0], length))
	c.mac.Write(fragment[:length])
	c.sum = c.mac.Sum(c.sum[:0])
	if !hmac.Equal(c.sum, fragment[length:]) {
		return nil, false
	}
	c.mode.CryptBlocks(fragment[:length], fragment[:length])
	plain := fragment[c.ivSize:length]
	padding, good := paddingSize(plain, 0)
	length = len(plain) - padding
	return plain[:length:length], good == 1
}
