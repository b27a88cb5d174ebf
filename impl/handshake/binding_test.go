package handshake

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"errors"
	"math/big"
	"testing"

	"tlsresume/impl/prf"
)

// RFC 5929 4.1: the hash of the certificate's signature, but never a weak one.
func TestEndPoint(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sum256 := func(b []byte) []byte { h := sha256.Sum256(b); return h[:] }
	sum384 := func(b []byte) []byte { h := sha512.Sum384(b); return h[:] }
	sum512 := func(b []byte) []byte { h := sha512.Sum512(b); return h[:] }
	for _, v := range []struct {
		key  crypto.Signer
		by   x509.SignatureAlgorithm
		want func([]byte) []byte // nil: not defined
	}{
		{rsaKey, x509.SHA1WithRSA, sum256},
		{rsaKey, x509.SHA256WithRSA, sum256},
		{rsaKey, x509.SHA384WithRSA, sum384},
		{rsaKey, x509.SHA512WithRSA, sum512},
		{rsaKey, x509.SHA384WithRSAPSS, sum384},
		{ecKey, x509.ECDSAWithSHA1, sum256},
		{ecKey, x509.ECDSAWithSHA256, sum256},
		{ecKey, x509.ECDSAWithSHA384, sum384},
		{ecKey, x509.ECDSAWithSHA512, sum512},
		{edKey, x509.PureEd25519, nil}, // RFC 5929 4.1: "uses no hash functions"
	} {
		template := &x509.Certificate{SerialNumber: big.NewInt(1), SignatureAlgorithm: v.by}
		der, err := x509.CreateCertificate(rand.Reader, template, template, v.key.Public(), v.key)
		if err != nil {
			t.Fatalf("%v: %v", v.by, err)
		}
		got, err := Agreement{server: [][]byte{der, {1}}}.Binding("tls-server-end-point")
		switch {
		case v.want == nil && !errors.Is(err, ErrNoEndPoint):
			t.Errorf("%v: got %v, want none", v.by, err)
		case v.want != nil && (err != nil || !bytes.Equal(got, v.want(der))):
			t.Errorf("%v: got %x, %v, want %x", v.by, got, err, v.want(der))
		}
	}
	for _, chain := range [][][]byte{nil, {{1, 2, 3}}} {
		if _, err := (Agreement{server: chain}).Binding("tls-server-end-point"); !errors.Is(err, ErrNoEndPoint) {
			t.Errorf("a chain of %x: got %v", chain, err)
		}
	}
}

// RFC 7627 5.4: an end without the extended master secret exports nothing. One from before
// the RFC knows nothing of that.
func TestExportWithoutExtendedMasterSecret(t *testing.T) {
	a := Agreement{Master: make([]byte, prf.MasterSize), prf: prf.TLS12(crypto.SHA256)}
	if _, err := a.Export("EXPERIMENTAL-test", nil, 32); !errors.Is(err, ErrNotBound) {
		t.Errorf("got %v, want it refused", err)
	}
	a.predates = true
	if got, err := a.Export("EXPERIMENTAL-test", nil, 32); err != nil || len(got) != 32 {
		t.Errorf("got %x, %v, want 32 bytes", got, err)
	}
}
