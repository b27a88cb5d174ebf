package handshake

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"io"

	"tlsresume/impl/wire"
)

// A Provider reckons with public keys, which takes longer than all the rest of a
// handshake. The zero value is the standard library; a function that is set stands
// for it: of a module that does the work elsewhere, or of one that remembers what it
// has done before. (What an end does with its own long-lived key is up to its
// Credential.)
type Provider struct {
	// NewKey draws an ephemeral key of a curve.
	NewKey func(group wire.Group, rand io.Reader) (Ephemeral, error)
	// Parse reads a certificate of the peer, which nobody changes then.
	Parse func(der []byte) (*x509.Certificate, error)
	// Verify checks the signature of a digest under an *rsa.PublicKey or an
	// *ecdsa.PublicKey.
	Verify func(key crypto.PublicKey, hash crypto.Hash, digest, signature []byte) bool
}

// An Ephemeral is this end's half of an ephemeral key exchange, of one handshake
// alone.
type Ephemeral interface {
	Share() []byte // for the peer
	// Agree is the shared secret with the peer's share. The error is the Abort of a
	// share that is none.
	Agree(share []byte) ([]byte, error)
}

func (p *Provider) newKey(group wire.Group, rand io.Reader) (Ephemeral, error) {
	if p.NewKey != nil {
		return p.NewKey(group, rand)
	}
	return NewKey(group, rand)
}

func (p *Provider) parse(der []byte) (*x509.Certificate, error) {
	if p.Parse != nil {
		return p.Parse(der)
	}
	return x509.ParseCertificate(der)
}

func (p *Provider) verify(key crypto.PublicKey, hash crypto.Hash, digest, signature []byte) bool {
	if p.Verify != nil {
		return p.Verify(key, hash, digest, signature)
	}
	return Verify(key, hash, digest, signature)
}

// Verify checks the signature of a digest: RSA by PKCS #1 v1.5, or ECDSA.
func Verify(key crypto.PublicKey, hash crypto.Hash, digest, signature []byte) bool {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(k, hash, digest, signature) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(k, digest, signature)
	}
	return false
}
