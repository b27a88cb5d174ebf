package handshake

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"slices"

	"tlsresume/impl/wire"
)

// A Credential is a certificate chain with its key.
type Credential struct {
	Chain [][]byte      // DER, the leaf first
	Key   crypto.Signer // RSA or ECDSA; for the RSA key exchange, *rsa.PrivateKey
}

// Type is the kind of the key.
func (c *Credential) Type() wire.KeyType {
	if _, ok := c.Key.Public().(*rsa.PublicKey); ok {
		return wire.KeyRSA
	}
	return wire.KeyECDSA
}

// check refuses keys that no suite can use.
func (c *Credential) check() error {
	switch key := c.Key.Public().(type) {
	case *rsa.PublicKey:
		return nil
	case *ecdsa.PublicKey:
		if namedCurves[key.Curve] != 0 {
			return nil
		}
	}
	return errors.New("got a key of another kind, want RSA, or ECDSA on P-256, P-384 or P-521")
}

// decrypts reports whether the key can do the RSA key exchange, for which
// signing is not enough.
func (c *Credential) decrypts() bool {
	_, ok := c.Key.(*rsa.PrivateKey)
	return ok
}

// within reports whether a public key lies on one of the curves, as far as it is of
// any. RFC 8422 5.3: the server's certificate "MUST respect the client's choice of
// elliptic curves".
func within(public any, groups []wire.Group) bool {
	key, ok := public.(*ecdsa.PublicKey)
	return !ok || slices.Contains(groups, namedCurves[key.Curve])
}

// namedCurves are the groups of certificate keys.
var namedCurves = map[elliptic.Curve]wire.Group{
	elliptic.P256(): wire.P256, elliptic.P384(): wire.P384, elliptic.P521(): wire.P521,
}

func (h *Handshake) makeCertificate() (wire.Body, error) {
	return &wire.Certificate{Chain: h.cfg.Credential.Chain}, nil
}

func (h *Handshake) takeCertificate(body []byte) (wire.Body, error) {
	m := new(wire.Certificate)
	if err := m.Decode(bytes.Clone(body)); err != nil {
		return nil, err
	}
	if len(m.Chain) == 0 { // RFC 5246 7.4.2: the sender's own comes first
		return nil, because(MalformedMessage, errors.New("got no certificate"))
	}
	h.chain = m.Chain
	key, err := h.leafKey()
	if err != nil {
		return nil, because(CertificateRefused, err)
	}
	if !suitsKey(key, h.negotiated.suite.Auth) {
		return nil, because(CertificateOfOtherKey, nil)
	}
	if !within(key, h.hello.Groups) {
		return nil, because(CertificateOfOtherCurve, nil)
	}
	if h.peer, err = h.cfg.Verify(m.Chain, h.hello.ServerName); err != nil {
		return nil, because(refusal(err), err)
	}
	return m, h.continues()
}

// refusal gives what a verifier says its reason (RFC 5246 7.2.2).
func refusal(err error) Reason {
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &unknown):
		return AuthorityUnknown
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return CertificateExpired
	}
	return CertificateRefused
}

// leafKey is the public key of the server's own certificate.
func (h *Handshake) leafKey() (any, error) {
	if len(h.chain) == 0 { // only at an end that was made to speak too early
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
