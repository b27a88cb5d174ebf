package handshake

import (
	"bytes"
	"crypto/ecdh"
	"crypto/rsa"
	"crypto/subtle"
	"errors"
	"io"
	"math/big"
	"slices"

	"tlsresume/impl/wire"
)

// An exchanger is this end's half of an ephemeral key exchange.
type exchanger = *ecdh.PrivateKey

// curves say how long a private key is, in bytes, and which bits of the first
// byte it uses.
var curves = map[wire.Group]struct {
	ecdh.Curve
	size int
	mask byte
}{
	wire.X25519: {ecdh.X25519(), 32, 0xff},
	wire.P256:   {ecdh.P256(), 32, 0xff},
	wire.P384:   {ecdh.P384(), 48, 0xff},
	wire.P521:   {ecdh.P521(), 66, 0x01},
}

// newKey draws a key of the group. The NIST curves refuse bytes out of range, so
// it draws again.
func newKey(group wire.Group, rand io.Reader) (exchanger, error) {
	curve := curves[group]
	raw := make([]byte, curve.size)
	for range maxDraws {
		if _, err := io.ReadFull(rand, raw); err != nil {
			return nil, err
		}
		raw[0] &= curve.mask
		if key, err := curve.NewPrivateKey(raw); err == nil {
			return key, nil
		}
	}
	return nil, errNotRandom
}

// maxDraws is how often bytes are drawn again that do not suit. None of the uses
// here fails so often by chance.
const maxDraws = 100

var errNotRandom = errors.New("the source of random bytes yields the same over and over")

// agree is the shared secret with the peer's share. The curves refuse shares that
// are no points, and an all-zero secret (RFC 8422 5.11).
func agree(key exchanger, share []byte) ([]byte, error) {
	public, err := key.Curve().NewPublicKey(share)
	if err != nil {
		return nil, because(KeyShareInvalid, nil)
	}
	secret, err := key.ECDH(public)
	if err != nil {
		return nil, because(KeyShareInvalid, nil)
	}
	return secret, nil
}

// chooseGroup is the first of the client's groups that the server has. A
// client that names none leaves the choice to the server (RFC 8422 4).
func (h *Handshake) chooseGroup() (wire.Group, bool) {
	if h.hello.Groups == nil {
		return wire.P256, slices.Contains(h.policy.Groups, wire.P256)
	}
	for _, g := range h.hello.Groups {
		if slices.Contains(h.policy.Groups, g) {
			return g, true
		}
	}
	return 0, false
}

// signed is what a ServerKeyExchange signs (RFC 8422 5.4).
func (h *Handshake) signed(m *wire.ServerKeyExchange) []byte {
	return slices.Concat(h.hello.Random[:], h.answer.Random[:], m.Params())
}

func (h *Handshake) makeServerKeyExchange() (wire.Body, error) {
	group, shared := h.chooseGroup()
	scheme, ok := h.chooseServerScheme(h.credential)
	if !shared || !ok { // only at an end that was made to say it behind a resumption
		return nil, because(NoSharedSuite, nil)
	}
	key, err := newKey(group, h.cfg.Rand)
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	h.ephemeral = key
	m := &wire.ServerKeyExchange{Group: group, Point: key.PublicKey().Bytes(), Scheme: scheme, Old: h.version < wire.TLS12}
	if m.Signature, err = h.credential.sign(scheme, h.signed(m)); err != nil {
		return nil, because(InternalFailure, err)
	}
	return m, nil
}

func (h *Handshake) takeServerKeyExchange(body []byte) (wire.Body, error) {
	v := h.negotiated.version
	m := &wire.ServerKeyExchange{Old: v < wire.TLS12}
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	key, err := h.leafKey()
	switch {
	case err != nil:
		return nil, because(CertificateRefused, err)
	case !slices.Contains(h.policy.Groups, m.Group):
		return nil, because(GroupNotOffered, nil)
	case !h.policy.takesScheme(v, m.Scheme, h.negotiated.suite.Auth):
		return nil, because(SchemeNotOffered, nil)
	case !verify(key, m.Scheme, h.signed(m), m.Signature):
		return nil, because(SignatureWrong, nil)
	}
	if h.ephemeral, err = newKey(m.Group, h.cfg.Rand); err != nil {
		return nil, because(InternalFailure, err)
	}
	h.premaster, err = agree(h.ephemeral, m.Point)
	return m, err
}

func (h *Handshake) makeClientKeyExchange() (wire.Body, error) {
	if h.negotiated.suite.KX == wire.ECDHE {
		return &wire.ClientKeyExchange{KX: wire.ECDHE, Exchange: h.ephemeral.PublicKey().Bytes()}, nil
	}
	key, err := h.leafKey()
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	// RFC 5246 7.4.7.1: the version that the hello offered, and 46 random bytes.
	h.premaster = make([]byte, premasterSize)
	if _, err := io.ReadFull(h.cfg.Rand, h.premaster); err != nil {
		return nil, because(InternalFailure, err)
	}
	h.premaster[0], h.premaster[1] = byte(h.hello.Version>>8), byte(h.hello.Version)
	encrypted, err := encryptPKCS1v15(key.(*rsa.PublicKey), h.premaster, h.cfg.Rand)
	if err != nil {
		return nil, because(InternalFailure, err)
	}
	return &wire.ClientKeyExchange{KX: wire.RSA, Exchange: encrypted}, nil
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

func (h *Handshake) takeClientKeyExchange(body []byte) (wire.Body, error) {
	m := &wire.ClientKeyExchange{KX: h.negotiated.suite.KX}
	if err := m.Decode(bytes.Clone(body)); err != nil {
		return nil, err
	}
	var err error
	if m.KX == wire.ECDHE {
		h.premaster, err = agree(h.ephemeral, m.Exchange)
	} else {
		h.premaster, err = h.decryptPremaster(m.Exchange)
	}
	return m, err
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
	key := h.credential.Key.(*rsa.PrivateKey)
	//lint:ignore SA1019 static RSA key exchange is this encryption, whatever its dangers
	if err := rsa.DecryptPKCS1v15SessionKey(nil, key, encrypted, premaster); err != nil {
		return random, nil // not even a number below the modulus: the peer knows that
	}
	return withVersion(premaster, random), nil
}

// withVersion is the premaster secret if it begins with the version that the
// random one begins with, or else the random one, in constant time.
func withVersion(premaster, random []byte) []byte {
	good := subtle.ConstantTimeCompare(premaster[:2], random[:2])
	subtle.ConstantTimeCopy(good, random, premaster)
	return random
}
