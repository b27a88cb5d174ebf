package handshake

import (
	"crypto"
	"slices"

	"tlsresume/impl/prf"
	"tlsresume/impl/wire"
)

// schemes say what each signature scheme is made of. In TLS 1.2 the hash of
// ECDSA is not tied to the curve: "algorithms here are listed in pairs" (RFC 5246
// 7.4.1.4.1), and curves in another extension.
var schemes = map[wire.SignatureScheme]struct {
	key  wire.KeyType
	hash crypto.Hash
}{
	wire.RSASHA1:     {wire.KeyRSA, crypto.SHA1},
	wire.RSASHA256:   {wire.KeyRSA, crypto.SHA256},
	wire.RSASHA384:   {wire.KeyRSA, crypto.SHA384},
	wire.RSASHA512:   {wire.KeyRSA, crypto.SHA512},
	wire.ECDSASHA1:   {wire.KeyECDSA, crypto.SHA1},
	wire.ECDSASHA256: {wire.KeyECDSA, crypto.SHA256},
	wire.ECDSASHA384: {wire.KeyECDSA, crypto.SHA384},
	wire.ECDSASHA512: {wire.KeyECDSA, crypto.SHA512},
}

// unnamed are the hashes before TLS 1.2, where a key has only one: RFC 4346 7.4.3
// for RSA, RFC 4492 5.4 for ECDSA.
var unnamed = map[wire.KeyType]crypto.Hash{wire.KeyRSA: crypto.MD5SHA1, wire.KeyECDSA: crypto.SHA1}

// defaultSchemes are without SHA-1, which RFC 9155 2 keeps out of the extension.
var defaultSchemes = []wire.SignatureScheme{
	wire.ECDSASHA256, wire.RSASHA256, wire.ECDSASHA384, wire.RSASHA384, wire.ECDSASHA512, wire.RSASHA512,
}

// assumedSchemes are those of a hello of TLS 1.2 that says nothing of them (RFC
// 5246 7.4.1.4.1). A server whose policy lacks them has no suite for it.
var assumedSchemes = []wire.SignatureScheme{wire.RSASHA1, wire.ECDSASHA1}

// hashOf is the hash that a key signs under a scheme: wire.Unnamed before TLS 1.2,
// and only there. It is 0 for a scheme that is not one of such a key.
func hashOf(scheme wire.SignatureScheme, key wire.KeyType) crypto.Hash {
	if scheme == wire.Unnamed {
		return unnamed[key]
	}
	if s := schemes[scheme]; s.key == key {
		return s.hash
	}
	return 0
}

// chooseScheme is the first of the peer's schemes that this end has and such a key
// can do. RFC 5246 7.4.3: it "MUST be a pair listed in that extension". Before TLS
// 1.2 there is nothing to choose.
func (p *Policy) chooseScheme(v wire.Version, of []wire.SignatureScheme, key wire.KeyType) (wire.SignatureScheme, bool) {
	if v < wire.TLS12 {
		return wire.Unnamed, true
	}
	for _, s := range of {
		if slices.Contains(p.signing(), s) && hashOf(s, key) != 0 {
			return s, true
		}
	}
	return 0, false
}

// signing are the schemes that this end signs with.
func (p *Policy) signing() []wire.SignatureScheme {
	if p.Signing != nil {
		return p.Signing
	}
	return p.Schemes
}

// takesScheme reports whether the peer may sign so with such a key. Before TLS 1.2
// its message has no scheme to judge.
func (p *Policy) takesScheme(v wire.Version, scheme wire.SignatureScheme, key wire.KeyType) bool {
	return v < wire.TLS12 || slices.Contains(p.Schemes, scheme) && hashOf(scheme, key) != 0
}

// chooseServerScheme is what the server signs its ServerKeyExchange with.
func (h *Handshake) chooseServerScheme(c *Credential) (wire.SignatureScheme, bool) {
	of := h.hello.SignatureAlgorithms
	if of == nil {
		of = assumedSchemes
	}
	return h.policy.chooseScheme(h.version, of, c.Type())
}

// sign signs deterministically: RFC 6979 for ECDSA, PKCS #1 v1.5 for RSA. Both
// take no randomness.
func (c *Credential) sign(scheme wire.SignatureScheme, message []byte) ([]byte, error) {
	hash := hashOf(scheme, c.Type())
	return c.Key.Sign(nil, digest(hash, message), hash)
}

// verifies checks a signature over a message of the peer, whose key is of RSA or ECDSA.
func (h *Handshake) verifies(key any, scheme wire.SignatureScheme, message, signature []byte) bool {
	hash := hashOf(scheme, keyType(key))
	return hash != 0 && h.cfg.Provider.verify(key, hash, digest(hash, message), signature)
}

func digest(hash crypto.Hash, message []byte) []byte {
	if hash == crypto.MD5SHA1 { // which the registry of hashes has no function for
		h := prf.NewMD5SHA1()
		h.Write(message)
		return h.Sum(nil)
	}
	h := hash.New()
	h.Write(message)
	return h.Sum(nil)
}
