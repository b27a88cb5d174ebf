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
	Key   crypto.Signer // RSA or ECDSA; for the RSA key exchange, a crypto.Decrypter like *rsa.PrivateKey
}

// Type is the kind of the key.
func (c *Credential) Type() wire.KeyType {
	if _, ok := c.Key.Public().(*rsa.PublicKey); ok {
		return wire.KeyRSA
	}
	return wire.KeyECDSA
}

// check refuses a chain of nothing, and keys that no suite can use.
func (c *Credential) check() error {
	if c == nil || len(c.Chain) == 0 || c.Key == nil {
		return errors.New("got no certificate with its key")
	}
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
	_, ok := c.Key.(crypto.Decrypter)
	return ok
}

// liesOn reports whether a public key lies on one of the curves, as far as it is of
// any. RFC 8422 5.3: the server's certificate "MUST respect the client's choice of
// elliptic curves".
func liesOn(public any, groups []wire.Group) bool {
	key, ok := public.(*ecdsa.PublicKey)
	return !ok || slices.Contains(groups, namedCurves[key.Curve])
}

// namedCurves are the groups of certificate keys.
var namedCurves = map[elliptic.Curve]wire.Group{
	elliptic.P256(): wire.P256, elliptic.P384(): wire.P384, elliptic.P521(): wire.P521,
}

func (h *Handshake) makeCertificate() (wire.Body, error) {
	return &wire.Certificate{Chain: h.ownChain()}, nil
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
	leaf, err := h.leaf()
	if err != nil {
		return nil, because(CertificateUnreadable, err)
	}
	if !suitsKey(leaf.PublicKey, h.negotiated.suite.Auth) {
		return nil, because(CertificateOfOtherKey, nil)
	}
	if !liesOn(leaf.PublicKey, h.hello.Groups) {
		return nil, because(CertificateOfOtherCurve, nil)
	}
	if !mayUse(leaf, h.negotiated.suite.KX) {
		return nil, because(CertificateUnsupported, nil)
	}
	if err := h.continues(); err != nil {
		return nil, err
	}
	if h.peer, err = h.cfg.Verify(m.Chain, h.hello.ServerName); err != nil {
		return nil, because(refusal(err), err)
	}
	return m, nil
}

// mayUse reports whether a server's certificate allows what the key exchange does with
// its key. RFC 5246 7.4.2: "the digitalSignature bit MUST be set if the key usage
// extension is present", and of the RSA key exchange keyEncipherment.
func mayUse(leaf *x509.Certificate, kx wire.KeyExchange) bool {
	use := x509.KeyUsageDigitalSignature
	if kx == wire.RSA {
		use = x509.KeyUsageKeyEncipherment
	}
	return leaf.KeyUsage == 0 || leaf.KeyUsage&use != 0
}

// leaf is the peer's own certificate.
func (h *Handshake) leaf() (*x509.Certificate, error) {
	if len(h.chain) == 0 { // only at an end that was made to speak too early
		return nil, errors.New("got no certificate")
	}
	if h.parsed != nil && bytes.Equal(h.parsed.Raw, h.chain[0]) {
		return h.parsed, nil
	}
	leaf, err := h.cfg.Provider.parse(h.chain[0])
	if err == nil {
		h.parsed = leaf
	}
	return leaf, err
}

// leafKey is the public key of the peer's own certificate.
func (h *Handshake) leafKey() (any, error) {
	leaf, err := h.leaf()
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
