package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"time"

	"tlsresume/impl/handshake"
)

// selfSigned makes a server a certificate of its own.
func selfSigned(now time.Time) (*handshake.Credential, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		NotBefore:    now.Add(-time.Hour),
		NotAfter:     now.AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return &handshake.Credential{Chain: [][]byte{der}, Key: key}, nil
}

// loadCredential reads a chain and its key from PEM files, which may be one.
func loadCredential(certFile, keyFile string) (*handshake.Credential, error) {
	chain, err := loadChain(certFile)
	if err != nil {
		return nil, err
	}
	key, err := loadKey(keyFile)
	if err != nil {
		return nil, err
	}
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(chain[0].PublicKey) {
		return nil, fmt.Errorf("%s: the key is not that of the certificate in %s", keyFile, certFile)
	}
	c := &handshake.Credential{Key: key}
	for _, cert := range chain {
		c.Chain = append(c.Chain, cert.Raw)
	}
	return c, nil
}

// loadChain reads all certificates of a file, of which there is one at least.
func loadChain(file string) ([]*x509.Certificate, error) {
	blocks, err := loadPEM(file)
	if err != nil {
		return nil, err
	}
	var chain []*x509.Certificate
	for _, b := range blocks {
		if b.Type != "CERTIFICATE" {
			continue
		}
		cert, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, b.line, err)
		}
		chain = append(chain, cert)
	}
	if len(chain) == 0 {
		return nil, fmt.Errorf("%s: got no certificate, want CERTIFICATE in PEM", file)
	}
	return chain, nil
}

// loadKey reads the first key of a file.
func loadKey(file string) (crypto.Signer, error) {
	blocks, err := loadPEM(file)
	if err != nil {
		return nil, err
	}
	for _, b := range blocks {
		if b.Type == "ENCRYPTED PRIVATE KEY" || b.Headers["DEK-Info"] != "" {
			return nil, fmt.Errorf("%s:%d: the key is encrypted, want one that is not", file, b.line)
		}
		parse, ok := keyParsers[b.Type]
		if !ok {
			continue
		}
		key, err := parse(b.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, b.line, err)
		}
		switch key := key.(type) {
		case *rsa.PrivateKey:
			return key, nil
		case *ecdsa.PrivateKey:
			return key, nil
		}
		return nil, fmt.Errorf("%s:%d: got a key of type %T, want RSA or ECDSA", file, b.line, key)
	}
	return nil, fmt.Errorf("%s: got no key, want PRIVATE KEY, EC PRIVATE KEY or RSA PRIVATE KEY in PEM", file)
}

var keyParsers = map[string]func([]byte) (any, error){
	"PRIVATE KEY":     x509.ParsePKCS8PrivateKey,
	"EC PRIVATE KEY":  func(der []byte) (any, error) { return x509.ParseECPrivateKey(der) },
	"RSA PRIVATE KEY": func(der []byte) (any, error) { return x509.ParsePKCS1PrivateKey(der) },
}

// A block is a PEM block with the line where it begins.
type block struct {
	*pem.Block
	line int
}

var pemBegin = []byte("-----BEGIN ")

// loadPEM reads the blocks of a file. The decoder of the standard library skips
// what it cannot read; here that is an error, for a chain that lacks a link
// without a word is hard to find.
func loadPEM(file string) ([]block, error) {
	all, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var blocks []block
	for rest := all; ; {
		begin := bytes.Index(rest, pemBegin)
		if begin < 0 {
			return blocks, nil
		}
		line := 1 + bytes.Count(all[:len(all)-len(rest)+begin], []byte("\n"))
		b, next := pem.Decode(rest[begin:])
		if b == nil || bytes.Count(rest[begin:len(rest)-len(next)], pemBegin) != 1 {
			return nil, fmt.Errorf("%s:%d: %w", file, line, errMalformedPEM)
		}
		blocks, rest = append(blocks, block{b, line}), next
	}
}

var errMalformedPEM = errors.New("the PEM block that begins here is malformed")
