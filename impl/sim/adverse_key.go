package sim

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"slices"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/sim/adversary"
	"tlsresume/impl/wire"
	"tlsresume/traces"
)

// identity is what is the adversary's own. It has no key that any other has.
func identity(h traces.Header, pki *script.PKI) (adversary.Identity, error) {
	field := handshake.NamedField(wire.FFDHE2048)
	own := adversary.Identity{
		Name: h.Adversary, Rand: source(h.Seed, "adversary "+h.Adversary),
		Certificates: map[wire.KeyType]adversary.Certificate{}, Field: adversary.Field{P: field.P, G: field.G},
	}
	ofRSA, err := adversaryRSA()
	if err != nil {
		return own, err
	}
	ofECDSA, err := script.TestECDSA("adversary " + h.Adversary)
	if err != nil {
		return own, err
	}
	for _, key := range []crypto.Signer{ofRSA, ofECDSA} {
		c, err := pki.Issue(h.Adversary, key)
		if err != nil {
			return own, err
		}
		own.Certificates[c.Type()] = adversary.Certificate{Chain: c.Chain, Key: key}
	}
	return own, nil
}

// certificate is that of a server or client, which is public.
func (w *adverse) certificate(name string) [][]byte {
	node, ok := w.fleet.Node(name)
	issue := w.fleet.PKI.Credential
	if slices.ContainsFunc(w.clients, func(c traces.Node) bool { return c.Name == name }) {
		var own string
		own, ok = node.Has("identity")
		issue = func(traces.Node) (*handshake.Credential, error) { return w.fleet.PKI.ClientCredential(own) }
	}
	if !ok {
		return nil
	}
	credential, err := issue(node)
	if err != nil {
		return nil
	}
	return credential.Chain
}

// adversaryRSA is a key of the adversary's own: those of the servers share one. It is made
// once and for all, since it takes too long to make it when needed.
func adversaryRSA() (crypto.Signer, error) {
	block, _ := pem.Decode([]byte(adversaryPEM))
	return x509.ParsePKCS1PrivateKey(block.Bytes)
}

const adversaryPEM = `-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAqD/JiwN6KFb9GAL0ya4Ac6f+c2DYSmjYMCR7xdcou0eV70i/
pbOnNKSmThOIVgzu0CVvZXIAhSQ+PDq7pHyvbaEVO60Og4T3L+GZ27AL2kKgS+y9
voFfjeu1d1HNddvNXusnKhIGZ9FCNtvIvQMPm+rVpHTCkNMRaIuiq6wvXa4GqcjO
XhwEnETKUe40nK535Lt74hf5KZvvs1FD87o/FEibolWthNVQzVIzclXX20Y5yyfb
SX1UtwID1qWvMX5gbulzlTRuvEJh9CsT+/6u8+3+Gr7RtFM3B9dRzPATUtfVQ3O8
dj90lCYiJSMi+rPTFgHvddthWLeV6OBqMcWsPQIDAQABAoIBACqFwJbRQKj8X0gX
yy1DvFp+vWkEs3WO7QCx39RfLiyzCXpp/QHQl3RPHrcB6cWxzBOwOmi9uNLtl4sa
Xv1SA/ZlrVuhP9dOnjisQHoNEtnNV/0IbuY8hV11kq3+7zoX3N5d+U6BMrw/X4hE
4QWgRewmnGtNlTUMG0y8adcQlAINRhzeppMcRolSfTDfJPtmSKFhVpoRq7m5ndal
9W5wC4bvlPUakLj/j93Sb/ckXJTb9fdzb1a0Nn5v5niAtIdwumcGAdffyUNuvscY
186ZCSlfYzm+FjMlLujKQIYV3KuyIM8UT9LVDikGfcdxWj+rsYlV5ymGShCGqH2z
2Z5bykMCgYEA2Zs1OEwuUJiW6SnOjppViJwtt3SCsDPgIkBWbSjFctUoa4CNZNnS
zz4eDRYx73IfPrZL7zx715mbFWITxA2fBEAHRKD4JrOpaz0EAGiANyrIHzt1Oj0T
xgmr7gPywvmrmRx7RMTY/0UZXUS70IPDURD/07/7UjANGhzzLuCuC6sCgYEAxe86
dEennf8KyIm6jiElfXMqYUAdtyMjF4A6ffKN1Swq7HLexE3+QAlwGw2JD8/DBiA8
aEgFwlihPUnbA/+SJV+Z6DMnTFWoy3kQuqMtHOxa7atEPrFNFoAUYwu2oZEmC36c
Luj1HzYz2gtMfPWpUtc2yfduY5yKmSgjPos0/7cCgYA4e4v13/hJnUHWpa5i33aC
Lh/Dta9SczSjT1XfoayWoPOL6+NHoS6R8oq0VOWDRHkNux28rFNs5AcYJswAoJR8
8u2wB6RBz3KTTlQikv1s1GL7kGBeTIo8ZjhFYKr7pvi+lmD8uaelotbxmayyc/EX
srTkzrk6XRSZiZgpu9IRXwKBgQCY7jmv1h1ACep+/0tQvXOF9hFsimlrMo7OfZiz
71B+wF15y1crPUeQmrovbMnVmaUJeqaxu9QXUPtjq0i5UiHNFoyHx945MIX2kFfI
nIMiscufjpBwD/WLyPH3hPla5BcNEooCBKQ/tVVixxAWDIkDJJ2EdtSnyi+cHlL8
4/nTCQKBgQCRMGi8sjak5rZqhiEqH77SSrtLBKgVnSycdhVR8zFLwfCJwW0rfENJ
tgp5UmcUQ6txQOdubWeFut/V2W76ho6xXRioFQqwilX5LcD/Jut9jylHCRiQyb7X
wisxPCtVHa5wlnbSQdrd/bmUVeFUMvS2c4uNWTqxpFTwVAmFGAVG8A==
-----END RSA PRIVATE KEY-----
`
