package handshake

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/subtle"
	"errors"
	"io"
	"math/big"
)

func suitsRSA(_ *Handshake, c *Credential) bool { return c.decrypts() }

// encryptPremaster draws a premaster secret and encrypts it to the server's
// certificate. RFC 5246 7.4.7.1: the version that the hello offered, and 46 random
// bytes.
func (h *Handshake) encryptPremaster() ([]byte, error) {
	key, err := h.leafKey()
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	if h.premaster == nil { // or it was said before by an end that misbehaves
		h.premaster = make([]byte, premasterSize)
		if _, err := io.ReadFull(h.cfg.Rand, h.premaster); err != nil {
			return nil, because(InternalFailure, err)
		}
		h.premaster[0], h.premaster[1] = byte(h.hello.Version>>8), byte(h.hello.Version)
	}
	encrypted, err := encryptPKCS1v15(key.(*rsa.PublicKey), h.premaster, h.cfg.Rand)
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	return encrypted, nil
}

const premasterSize = 48

// encryptPKCS1v15 pads with bytes from rand: the standard library takes none
// from its caller.
func encryptPKCS1v15(key *rsa.PublicKey, message []byte, rand io.Reader) ([]byte, error) {
	size := key.Size()
	if len(message) > size-11 {
		return nil, errors.New("the RSA key is too short")
	}
	block := make([]byte, size)
	block[1] = 2
	padding := block[2 : size-len(message)-1]
	if err := nonZero(padding, rand); err != nil {
		return nil, err
	}
	copy(block[size-len(message):], message)
	c := new(big.Int).Exp(new(big.Int).SetBytes(block), big.NewInt(int64(key.E)), key.N)
	return c.FillBytes(block), nil
}

// nonZero fills b with random bytes none of which is zero.
func nonZero(b []byte, rand io.Reader) error {
	for i := range b {
		for n := 0; b[i] == 0; n++ {
			if n == maxDraws {
				return errNotRandom
			}
			if _, err := io.ReadFull(rand, b[i:i+1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// decryptPremaster answers a wrong padding, a wrong length and a wrong version
// with a random premaster secret, so that the peer learns nothing from which of
// them it was (RFC 5246 7.4.7.1).
func (h *Handshake) decryptPremaster(encrypted []byte) ([]byte, error) {
	premaster := make([]byte, premasterSize)
	if _, err := io.ReadFull(h.cfg.Rand, premaster); err != nil {
		return nil, because(InternalFailure, err)
	}
	premaster[0], premaster[1] = byte(h.hello.Version>>8), byte(h.hello.Version)
	random := bytes.Clone(premaster)
	key := h.credential.Key.(crypto.Decrypter)
	//lint:ignore SA1019 static RSA key exchange is this encryption, whatever its dangers
	how := &rsa.PKCS1v15DecryptOptions{SessionKeyLen: premasterSize}
	// With a wrong padding or length it is what the reader has.
	decrypted, err := key.Decrypt(bytes.NewReader(premaster), encrypted, how)
	if err != nil || len(decrypted) != premasterSize {
		return random, nil // not even a number below the modulus: the peer knows that
	}
	return withVersion(decrypted, random), nil
}

// withVersion is the premaster secret if it begins with the version that the
// random one begins with, or else the random one, in constant time.
func withVersion(premaster, random []byte) []byte {
	good := subtle.ConstantTimeCompare(premaster[:2], random[:2])
	subtle.ConstantTimeCopy(good, random, premaster)
	return random
}
