package adversary

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"math/big"

	"tlsresume/impl/wire"
)

// A Certificate is a chain with its key.
type Certificate struct {
	Chain [][]byte // DER, the leaf first
	Key   crypto.Signer
}

// A Field is a group of RFC 5246 7.4.3: dh_p and dh_g.
type Field struct{ P, G *big.Int }

// private is an ephemeral key of the adversary's.
type private interface {
	share() []byte
	agree(share []byte) []byte // nil: the share is none
}

type onCurve struct{ *ecdh.PrivateKey }

func (k onCurve) share() []byte { return k.PublicKey().Bytes() }

func (k onCurve) agree(share []byte) []byte {
	public, err := k.Curve().NewPublicKey(share)
	if err != nil {
		return nil
	}
	secret, err := k.ECDH(public)
	if err != nil {
		return nil
	}
	return secret
}

type inField struct {
	Field
	x *big.Int
}

func (k inField) share() []byte { return new(big.Int).Exp(k.G, k.x, k.P).Bytes() }

// RFC 5246 8.1.2: "Leading bytes of Z that contain all zero bits are stripped".
func (k inField) agree(share []byte) []byte {
	return new(big.Int).Exp(new(big.Int).SetBytes(share), k.x, k.P).Bytes()
}

var curves = map[wire.Group]ecdh.Curve{wire.X25519: ecdh.X25519(), wire.P256: ecdh.P256()}

const keySize = 32 // of the private keys here, in bytes

// newPrivate draws a key for a key exchange: on a curve, or in a field.
func (k *knowledge) newPrivate(curve ecdh.Curve, field Field) (private, error) {
	for {
		raw, err := k.draw(keySize)
		if err != nil {
			return nil, err
		}
		var p private = inField{field, new(big.Int).SetBytes(raw)}
		if curve != nil {
			key, err := curve.NewPrivateKey(raw)
			if err != nil {
				continue // the NIST curves refuse bytes out of range
			}
			p = onCurve{key}
		}
		k.privates[string(p.share())] = p
		return p, nil
	}
}

// answering is a key of the adversary's for the handshake of a server that has said its
// share: the same for as long as the handshake lasts, so that the secret is settled
// before anything is said. It never begins with zeros, which the key exchanges treat
// differently, and is odd, as degenerate takes it.
func (k *knowledge) answering(s *shake) (private, error) {
	if s.own != nil {
		return s.own, nil
	}
	var curve ecdh.Curve
	field := Field{new(big.Int).SetBytes(s.exchange.Prime), new(big.Int).SetBytes(s.exchange.Generator)}
	if s.suite.KX == wire.ECDHE {
		if curve = curves[s.exchange.Group]; curve == nil {
			return nil, fmt.Errorf("%w of %s", ErrUnknown, s.exchange.Group)
		}
	}
	for {
		own, err := k.newPrivate(curve, field)
		if err != nil {
			return nil, err
		}
		if z := own.agree(s.exchange.Public); len(z) > 0 && z[0] != 0 && odd(z) {
			s.own = own
			return own, nil
		}
	}
}

func odd(number []byte) bool { return number[len(number)-1]&1 == 1 }

// with is the premaster secret that the adversary has, or will have, with a server.
func (k *knowledge) with(s *shake) ([]byte, error) {
	switch {
	case s == nil || s.suite == nil:
		return nil, fmt.Errorf("the suite: %w", ErrUnsaid)
	case s.suite.KX == wire.RSA:
		return k.premaster, nil
	case s.exchange == nil:
		return nil, fmt.Errorf("the server's share: %w", ErrUnsaid)
	}
	own, err := k.answering(s)
	if err != nil {
		return nil, err
	}
	return own.agree(s.exchange.Public), nil
}

// degenerate is a group with a share in which every secret is z, whatever the other's
// exponent: an odd multiple of z is z modulo 2z. RFC 7627 1: "A similar scenario can be
// achieved when the handshake uses a DHE ciphersuite", with a client that takes any group.
func (k *knowledge) degenerate(z []byte) *wire.ServerKeyExchange {
	share := new(big.Int).SetBytes(z)
	modulus := new(big.Int).Lsh(share, 1)
	k.fixed[string(share.Bytes())] = share.Bytes()
	return &wire.ServerKeyExchange{KX: wire.DHE, Prime: modulus.Bytes(), Generator: []byte{2}, Public: share.Bytes()}
}

// sign signs under the adversary's own key.
func (k *knowledge) sign(m *wire.ServerKeyExchange, key wire.KeyType, s *shake) error {
	own, ok := k.Certificates[key]
	if !ok {
		return fmt.Errorf("%w a key of its own of such a kind", ErrUnknown)
	}
	m.Scheme = wire.RSASHA256
	if _, ok := own.Key.Public().(*ecdsa.PublicKey); ok {
		m.Scheme = wire.ECDSASHA256
	}
	h := sha256.New()
	h.Write(s.hello.Random[:])
	h.Write(s.answer.Random[:])
	h.Write(m.Params())
	var err error
	m.Signature, err = own.Key.Sign(nil, h.Sum(nil), crypto.SHA256)
	return err
}

// encrypt encrypts a premaster secret to a server, by PKCS #1 v1.5 (RFC 8017 7.2.1). The
// standard library takes no padding from its caller.
func (k *knowledge) encrypt(premaster []byte, chain [][]byte) ([]byte, error) {
	if len(chain) == 0 {
		return nil, fmt.Errorf("the server's certificate: %w", ErrUnsaid)
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return nil, err
	}
	key, ok := leaf.PublicKey.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("encryption to a key that is not RSA: %w", ErrImpossible)
	}
	block := make([]byte, key.Size())
	block[1] = 2
	padding := block[2 : len(block)-len(premaster)-1]
	for i := range padding {
		for padding[i] == 0 {
			b, err := k.draw(1)
			if err != nil {
				return nil, err
			}
			padding[i] = b[0]
		}
	}
	copy(block[len(block)-len(premaster):], premaster)
	c := new(big.Int).Exp(new(big.Int).SetBytes(block), big.NewInt(int64(key.E)), key.N)
	exchange := c.FillBytes(block)
	k.encrypted[string(exchange)] = premaster
	return exchange, nil
}
