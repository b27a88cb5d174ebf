package script

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/traces"
)

// Epoch is when the time of a world begins.
var Epoch = time.Unix(1_750_000_000, 0).UTC()

// A PKI is the one authority that the clients of a world trust. It is the same
// in every world, and its keys are public: they protect nothing.
type PKI struct {
	root   *x509.Certificate
	key    crypto.Signer
	pool   *x509.CertPool
	memory Memory
}

// NewPKI makes the authority.
func NewPKI() (*PKI, error) { return newPKI(nil) }

// PKIFrom makes the authority, and has a memory recall what it came to before.
func PKIFrom(memory Memory) (*PKI, error) {
	return Recall(memory, "authority", func() (*PKI, error) { return newPKI(memory) })
}

func newPKI(memory Memory) (*PKI, error) {
	key, err := TestECDSA("authority")
	if err != nil {
		return nil, err
	}
	template := template("tlsresume authority")
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return &PKI{root, key, pool, memory}, nil
}

// Root is the authority's certificate, DER.
func (p *PKI) Root() []byte { return p.root.Raw }

// Credential makes the certificate of a server, for its default host.
func (p *PKI) Credential(server traces.Node) (*handshake.Credential, error) {
	return p.hostCredential(server, server.Hosts()[0].Name)
}

// hostCredential makes the certificate of a server for a host.
func (p *PKI) hostCredential(server traces.Node, name string) (*handshake.Credential, error) {
	kind, _ := server.Has("cert")
	return Recall(p.memory, "server", func() (*handshake.Credential, error) {
		key, err := testKey(server, name)
		if err != nil {
			return nil, err
		}
		return p.issue(name, key, servers)
	}, []byte(kind), []byte(name))
}

// Issue makes the certificate of a server in this name, for a key.
func (p *PKI) Issue(name string, key crypto.Signer) (*handshake.Credential, error) {
	return p.issue(name, key, servers)
}

// ClientCredential makes the certificate of a client in this name.
func (p *PKI) ClientCredential(name string) (*handshake.Credential, error) {
	return Recall(p.memory, "client", func() (*handshake.Credential, error) {
		key, err := TestECDSA("client " + name)
		if err != nil {
			return nil, err
		}
		return p.issue(name, key, clients)
	}, []byte(name))
}

// Whom certificates are for.
const (
	servers = x509.ExtKeyUsageServerAuth
	clients = x509.ExtKeyUsageClientAuth
)

func (p *PKI) issue(name string, key crypto.Signer, of x509.ExtKeyUsage) (*handshake.Credential, error) {
	template := template(name)
	template.DNSNames = []string{name}
	template.ExtKeyUsage = []x509.ExtKeyUsage{of}
	der, err := x509.CreateCertificate(nil, template, p.root, key.Public(), p.key)
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", name, err)
	}
	key, err = remember(key, p.memory)
	return &handshake.Credential{Chain: [][]byte{der}, Key: key}, err
}

func template(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    Epoch.AddDate(-1, 0, 0),
		NotAfter:     Epoch.AddDate(20, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
	}
}

// Verify judges a chain as a client of the world does, and names the peer.
func (p *PKI) Verify(chain [][]byte, serverName string) (peer string, err error) {
	return p.verify(chain, serverName, servers)
}

func (p *PKI) verify(chain [][]byte, name string, of x509.ExtKeyUsage) (peer string, err error) {
	if len(chain) == 0 {
		return "", errors.New("got no certificate")
	}
	return Recall(p.memory, "judge", func() (string, error) { return p.judge(chain, name, of) }, chain[0], []byte(name), []byte{byte(of)})
}

func (p *PKI) judge(chain [][]byte, name string, of x509.ExtKeyUsage) (peer string, err error) {
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return "", err
	}
	_, err = leaf.Verify(x509.VerifyOptions{
		Roots: p.pool, DNSName: name, CurrentTime: Epoch, KeyUsages: []x509.ExtKeyUsage{of},
	})
	return leaf.Subject.CommonName, err
}

func testKey(server traces.Node, name string) (crypto.Signer, error) {
	if kind, _ := server.Has("cert"); kind == "rsa" {
		block, _ := pem.Decode([]byte(testRSA))
		return x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	return TestECDSA(name)
}

// TestECDSA makes the key that belongs to a name, without randomness.
func TestECDSA(name string) (crypto.Signer, error) {
	seed := sha256.Sum256([]byte("tlsresume test key of " + name))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		return nil, err
	}
	return deterministic{key}, nil
}

// deterministic signs by RFC 6979, whatever source of randomness it is offered.
type deterministic struct{ *ecdsa.PrivateKey }

// Sign signs a digest.
func (d deterministic) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return d.PrivateKey.Sign(nil, digest, opts)
}

// testRSA is made once and for all: it takes too long to make it when needed.
const testRSA = `-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAkbarXBCwSHGOhbskeb80xZo/eKIqPvohzAueDzjn7rjNoX/D
v0guVo+iFj28OGCAzGsY2cI3XMkZZbdTNBRe/MvgGONe3Q5i7AMG3kLAV2Qbj8NY
S9hOlSWvN92+89uS92HE33EXNjIGDMGMY2MTfB3Ead2haqYzTBzsY9wE18/ANdsC
mDwlyvLrNAA6U+yIJqy8dtbD8ONIXE4lHkL/Z7rh49sX8sDWtyGxUZkcLnbk7iMk
G4bG8aKMhcBYfYwVwqhmFUi7q+emxOgm9TP0VHHmJHEYIvldwOqtRQtmu8U3bT8z
iLv7Cc6LUH6MnPKb6bzGF3BrdSNlV4ZQhILmDwIDAQABAoIBAAvBkKa/Y/GcU9Lf
S+yUrCXLMZbCgqUNGj/zqf9xaGj+uPxwKfNbV/283edseKyVwJ59f4ZGIKBYSzfF
KC3Z/OXpbv2jDorIN9vxzJKPESSb24toR83quEBZR3864UacbwmNdkxOvAAv3gQW
c4SrQC2x2yBtdLH9kcLwzHOsEyn0JlLcUSjNJDcm4uUcDTq+3e7UfBnFZztGRhQd
eAKlHp8uAkNDu9VTg5dyYcKjG7mCuXyXcehHxfO6KmL7YU+kImUbl4+jgzCBmBTw
N94JrBvV+cw8gziIQxEzX3CK0R6Yv23tPxrQtImYBP3NaJVJCvssvGSXlTN09d/y
ivkRJNECgYEAxHXWgmHCk6bi4KHWJFw/2dC7B8aL4Kn4rpI4Yuk7GY7j+zAEqLG+
rQj8zVBzYhK7TLzzpMH4uAl5CuDYnGB0vZ1xCI5qZzpThf/loOTYFJC3EB0v9+5b
A9hSxJdGtUqpeHsyeuBPL9Afxqms7jVWE02YXM8HF2TlYKvHlkf1INECgYEAvd+y
95nh+rSUaJhdPsSREz/e06/O5OPt8tT58ADU/+eTaXYI4SAqYFgJku5LsR8TchLI
ltIaKcDqSzFxtNmmdeKlEWfUiK8Hc2oLtTukFF5FFOkZsWc21TOwi7+Mf5oGwZmV
wvF+eQx7yCuhA7rt7q9HwHCrqx0Wws4mDR6aUN8CgYEAgMf95VnQApnS/w0XIp6V
/GInN+Ger5a7vTN8YtogM5DHQVEovKxHIYZSsQObnx5ISPVTgRzlvT34ankZhOh1
nhYmkkVI2oIRXjVwgReBzXlPhvCbERrd7pdPKi8/2ncmwCOB46pGPkFfkwqGoV+1
HNIwniXXsC4jbkssegaRWQECgYA3MREqm9ZuM5N4G+Hu3uB0wfoZel8fdYmzLmlA
dF11zXCyFRdbqSfoPW77AL2LzMawP/mCravhOyxfkw3ETgfu+GSW/KFw4b++srKY
ia+WJBjcjS1kveXYb2AAHzvN043nNKettNjYguJwOw5gsTN8UAMBUz7zTE9TbOzu
n1in7QKBgQCRHm3uuWJZBu8VrWk4wK7b7TtpXyBB72WmqnbqDMOIni8t322xMRqL
trerP3fwmOgBTL8kNvfLq8Of2LQEyhQb3PwLeeTsaTmJy7gu9vjZodI7JYj/vcDk
Ns4PGy/mBGKkNUr6KFXd6UqViy890r+NEk1iGX85Yrs94f3g/4R+XQ==
-----END RSA PRIVATE KEY-----
`
