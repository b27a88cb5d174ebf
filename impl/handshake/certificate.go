package handshake

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"

	"tlsresume/impl/wire"
)

// A Credential is a certificate chain with its key.
type Credential struct {
	Chain [][]byte      // DER, the leaf first
	Key   crypto.Signer // *rsa.PrivateKey (which also decrypts) or *ecdsa.PrivateKey
}

// Type is the kind of the key.
func (c *Credential) Type() wire.KeyType {
	if _, ok := c.Key.(*rsa.PrivateKey); ok {
		return wire.KeyRSA
	}
	return wire.KeyECDSA
}

func (c *Credential) scheme() wire.SignatureScheme { return schemes[c.Type()] }

var schemes = map[wire.KeyType]wire.SignatureScheme{
	wire.KeyRSA:   wire.RSASHA256,
	wire.KeyECDSA: wire.ECDSASHA256,
}

// sign signs deterministically: RFC 6979 for ECDSA, PKCS #1 v1.5 for RSA. Both
// take no randomness.
func (c *Credential) sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	return c.Key.Sign(nil, digest[:], crypto.SHA256)
}

// verify checks a signature over a message.
func verify(key any, scheme wire.SignatureScheme, message, signature []byte) bool {
	digest := sha256.Sum256(message)
	switch k := key.(type) {
	case *rsa.PublicKey:
		return scheme == wire.RSASHA256 && rsa.VerifyPKCS1v15(k, crypto.SHA256, digest[:], signature) == nil
	case *ecdsa.PublicKey:
		return scheme == wire.ECDSASHA256 && ecdsa.VerifyASN1(k, digest[:], signature)
	}
	return false
}

func (h *Handshake) makeCertificate() (wire.Body, error) {
	return &wire.Certificate{Chain: h.cfg.Credential.Chain}, nil
}

func (h *Handshake) takeCertificate(body []byte) (wire.Body, error) {
	m := new(wire.Certificate)
	if err := m.Decode(bytes.Clone(body)); err != nil {
		return nil, err
	}
	h.chain = m.Chain
	key, err := h.leafKey()
	if err != nil {
		return nil, because(CertificateRefused, err)
	}
	if !suitsKey(key, h.negotiated.suite.Auth) {
		return nil, because(CertificateOfOtherKey, nil)
	}
	if h.peer, err = h.cfg.Verify(m.Chain, h.hello.ServerName); err != nil {
		return nil, because(CertificateRefused, err)
	}
	return m, nil
}

// leafKey is the public key of the server's own certificate.
func (h *Handshake) leafKey() (any, error) {
	if len(h.chain) == 0 {
		return nil, errors.New("got no certificate")
	}
	leaf, err := x509.ParseCertificate(h.chain[0])
	if err != nil {
		return nil, err
	}
	return leaf.PublicKey, nil
}

func suitsKey(key any, want wire.KeyType) bool {
	switch key.(type) {
	case *rsa.PublicKey:
		return want == wire.KeyRSA
	case *ecdsa.PublicKey:
		return want == wire.KeyECDSA
	}
	return false
}

func (h *Handshake) takeCertificateRequest(body []byte) (wire.Body, error) {
	m := new(wire.CertificateRequest)
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	h.asked = true
	return m, nil
}

// makeNoCertificate answers a CertificateRequest. RFC 5246 7.4.6: "If no
// suitable certificate is available, the client MUST send a certificate message
// containing no certificates."
func makeNoCertificate(*Handshake) (wire.Body, error) { return &wire.Certificate{}, nil }
