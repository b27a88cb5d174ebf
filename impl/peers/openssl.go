package peers

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tlsresume/impl/peers/process"
	"tlsresume/traces"
)

// opensslMissing is asked once: the version is for programs of the same name
// that are not OpenSSL.
var opensslMissing = sync.OnceValue(func() string {
	if _, err := exec.LookPath("openssl"); err != nil {
		return "openssl is not installed"
	}
	ctx, done := context.WithTimeout(context.Background(), 10*time.Second)
	defer done()
	version, err := exec.CommandContext(ctx, "openssl", "version").Output()
	if err != nil || !strings.HasPrefix(string(version), "OpenSSL 3.") {
		return fmt.Sprintf("got openssl of version %q, want OpenSSL 3", strings.TrimSpace(string(version)))
	}
	return ""
})

// opensslNames are OpenSSL's own names for cipher suites.
var opensslNames = map[string]string{
	"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256":       "ECDHE-ECDSA-AES128-GCM-SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256":         "ECDHE-RSA-AES128-GCM-SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA":          "ECDHE-ECDSA-AES128-SHA",
	"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA":            "ECDHE-RSA-AES128-SHA",
	"TLS_RSA_WITH_AES_128_GCM_SHA256":               "AES128-GCM-SHA256",
	"TLS_RSA_WITH_AES_128_CBC_SHA":                  "AES128-SHA",
	"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384":       "ECDHE-ECDSA-AES256-GCM-SHA384",
	"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384":         "ECDHE-RSA-AES256-GCM-SHA384",
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": "ECDHE-ECDSA-CHACHA20-POLY1305",
	"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256":   "ECDHE-RSA-CHACHA20-POLY1305",
	"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA":          "ECDHE-ECDSA-AES256-SHA",
	"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA":            "ECDHE-RSA-AES256-SHA",
	"TLS_RSA_WITH_AES_256_GCM_SHA384":               "AES256-GCM-SHA384",
	"TLS_RSA_WITH_AES_256_CBC_SHA":                  "AES256-SHA",
	"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256":       "ECDHE-ECDSA-AES128-SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256":         "ECDHE-RSA-AES128-SHA256",
	"TLS_RSA_WITH_AES_128_CBC_SHA256":               "AES128-SHA256",
	"TLS_RSA_WITH_AES_256_CBC_SHA256":               "AES256-SHA256",
}

// opensslSuite is the IANA name of a suite, or OpenSSL's where it has none here.
func opensslSuite(name string) string {
	for iana, theirs := range opensslNames {
		if theirs == name {
			return iana
		}
	}
	return name
}

// openSSL starts a command of openssl for a node, with the switches that both
// roles have.
func openSSL(ctx context.Context, s *site, n traces.Node, args ...string) (*process.Process, error) {
	suites, err := suitesOf(n)
	if err != nil {
		return nil, err
	}
	ciphers := make([]string, len(suites))
	for i, suite := range suites {
		ciphers[i] = opensslNames[suite.Name]
	}
	args = append(args, "-tls1_2", "-cipher", strings.Join(ciphers, ":"))
	if _, ok := n.Has("tickets"); !ok {
		args = append(args, "-no_ticket")
	}
	config, err := opensslConfig(s, n)
	if err != nil {
		return nil, err
	}
	return process.Start(ctx, []string{"OPENSSL_CONF=" + config}, "openssl", args...)
}

// opensslConfig is the configuration file for a node: no switch of a command
// turns the extended master secret off. It stands in place of the machine's, so
// that this has no say.
func opensslConfig(s *site, n traces.Node) (string, error) {
	sign := "-"
	if _, ok := n.Has("ems"); ok {
		sign = ""
	}
	text := "openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\n" +
		"Options = " + sign + "ExtendedMasterSecret\n"
	return s.write(n.Name+".cnf", []byte(text))
}

// write makes a file of the world.
func (s *site) write(name string, content []byte) (string, error) {
	file := filepath.Join(s.dir, name)
	return file, os.WriteFile(file, content, 0o600)
}

// certificate writes certificates as PEM.
func (s *site) certificate(name string, chain ...[]byte) (string, error) {
	var text []byte
	for _, der := range chain {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return s.write(name, text)
}

// credential writes the certificate and the key of a server.
func (s *site) credential(n traces.Node) (cert, key string, err error) {
	c, err := s.pki.Credential(n)
	if err != nil {
		return "", "", err
	}
	der, err := encodeKey(c.Key)
	if err != nil {
		return "", "", err
	}
	if cert, err = s.certificate(n.Name+".crt", c.Chain...); err != nil {
		return "", "", err
	}
	key, err = s.write(n.Name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	return cert, key, err
}

// encodeKey is a key as PKCS #8. That of a PKI may hide behind its way to sign.
func encodeKey(key crypto.Signer) ([]byte, error) {
	if hidden, ok := key.(interface{ Bytes() ([]byte, error) }); ok {
		raw, err := hidden.Bytes()
		if err != nil {
			return nil, err
		}
		if key, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err != nil {
			return nil, err
		}
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

// certifiedName is the name in the certificate of a server.
func certifiedName(n traces.Node) string {
	if name, ok := n.Has("vhost"); ok {
		return name
	}
	return n.Name
}
