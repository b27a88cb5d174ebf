package handshake

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"slices"

	"tlsresume/impl/wire"
)

// schemes say what each signature scheme is made of. In TLS 1.2 the hash of
// ECDSA is not tied to the curve: "algorithms here are listed in pairs" (RFC 5246
// 7.4.1.4.1), and curves in another extension.
var schemes = map[wire.SignatureScheme]struct {
	key  wire.KeyType
	hash crypto.Hash
}{
	wire.RSASHA256:   {wire.KeyRSA, crypto.SHA256},
	wire.RSASHA384:   {wire.KeyRSA, crypto.SHA384},
	wire.RSASHA512:   {wire.KeyRSA, crypto.SHA512},
	wire.ECDSASHA256: {wire.KeyECDSA, crypto.SHA256},
	wire.ECDSASHA384: {wire.KeyECDSA, crypto.SHA384},
	wire.ECDSASHA512: {wire.KeyECDSA, crypto.SHA512},
}

var defaultSchemes = []wire.SignatureScheme{
	wire.ECDSASHA256, wire.RSASHA256, wire.ECDSASHA384, wire.RSASHA384, wire.ECDSASHA512, wire.RSASHA512,
}

// isOf reports whether a scheme is implemented and one of such a key.
func isOf(scheme wire.SignatureScheme, key wire.KeyType) bool {
	s, ok := schemes[scheme]
	return ok && s.key == key
}

// chooseScheme is the first of the client's schemes that the server has and its
// key can do. RFC 5246 7.4.3: it "MUST be a pair listed in that extension". A hello
// without the extension stands for SHA-1 (RFC 5246 7.4.1.4.1), which is too weak
// to be implemented here.
func (h *Handshake) chooseScheme() (wire.SignatureScheme, bool) {
	for _, s := range h.hello.SignatureAlgorithms {
		if slices.Contains(h.policy.Schemes, s) && isOf(s, h.cfg.Credential.Type()) {
			return s, true
		}
	}
	return 0, false
}

// sign signs deterministically: RFC 6979 for ECDSA, PKCS #1 v1.5 for RSA. Both
// take no randomness.
func (c *Credential) sign(scheme wire.SignatureScheme, message []byte) ([]byte, error) {
	hash := schemes[scheme].hash
	return c.Key.Sign(nil, digest(hash, message), hash)
}

// verify checks a signature over a message.
func verify(key any, scheme wire.SignatureScheme, message, signature []byte) bool {
	s := schemes[scheme]
	switch k := key.(type) {
	case *rsa.PublicKey:
		return isOf(scheme, wire.KeyRSA) && rsa.VerifyPKCS1v15(k, s.hash, digest(s.hash, message), signature) == nil
	case *ecdsa.PublicKey:
		return isOf(scheme, wire.KeyECDSA) && ecdsa.VerifyASN1(k, digest(s.hash, message), signature)
	}
	return false
}

func digest(hash crypto.Hash, message []byte) []byte {
	h := hash.New()
	h.Write(message)
	return h.Sum(nil)
}
