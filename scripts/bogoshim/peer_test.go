package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// A pair is a certificate and its key, as the runner gives them to a shim.
type pair struct {
	cert, key string // files
	tls       tls.Certificate
}

func (p pair) flags() []string { return []string{"-cert-file", p.cert, "-key-file", p.key} }

var (
	rsaKey = sync.OnceValue(func() crypto.Signer {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return k
	})
	ecdsaKey = sync.OnceValue(func() crypto.Signer {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			panic(err)
		}
		return k
	})
)

// newPair makes a leaf as the runner's are: an empty subject, and the name test.
func newPair(t *testing.T, key crypto.Signer) pair {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), DNSNames: []string{"test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	p := pair{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}}
	for file, block := range map[string]*pem.Block{
		p.cert: {Type: "CERTIFICATE", Bytes: der}, p.key: {Type: "PRIVATE KEY", Bytes: pkcs8},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// serverConfig is that of a server that speaks up to TLS 1.2.
func serverConfig(t *testing.T) *tls.Config {
	return &tls.Config{
		Certificates: []tls.Certificate{newPair(t, ecdsaKey()).tls},
		MinVersion:   tls.VersionTLS10, MaxVersion: tls.VersionTLS12,
	}
}

// clientConfig is that of a client that keeps sessions.
func clientConfig() *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true, ServerName: "test", ClientSessionCache: tls.NewLRUClientSessionCache(1),
		MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS12,
	}
}

// message is what the runner sends; the shim answers it with every bit turned.
var message = bytes.Repeat([]byte{0x42}, 32)

func turned(b []byte) []byte {
	t := bytes.Clone(b)
	for i := range t {
		t[i] ^= 0xff
	}
	return t
}

// talk is the runner's side of an exchange: a message, its answer, goodbye.
func talk(t *testing.T, c net.Conn) {
	t.Helper()
	if _, err := c.Write(message); err != nil {
		t.Fatal(err)
	}
	wantRead(t, c, turned(message))
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

func wantRead(t *testing.T, r io.Reader, want []byte) {
	t.Helper()
	got := make([]byte, len(want))
	if _, err := io.ReadFull(r, got); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("got %q, %v, want %q", got, err, want)
	}
}
