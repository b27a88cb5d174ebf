package main

import (
	"cmp"
	"crypto/x509"
	"errors"
	"time"
)

// verifier judges the server's chain by the name that the user asked for.
func (o *connectOptions) verifier() (func(chain [][]byte, serverName string) (string, error), error) {
	if o.insecure {
		return func([][]byte, string) (string, error) { return "", nil }, nil
	}
	var roots *x509.CertPool // nil: the system's
	if o.ca != "" {
		trusted, err := loadChain(o.ca)
		if err != nil {
			return nil, err
		}
		roots = x509.NewCertPool()
		for _, c := range trusted {
			roots.AddCert(c)
		}
	}
	name := cmp.Or(o.serverName, o.host)
	return func(chain [][]byte, _ string) (string, error) {
		_, err := verifyChain(chain, x509.VerifyOptions{Roots: roots, DNSName: name, CurrentTime: time.Now()})
		return name, err
	}, nil
}

// verifyChain judges a chain, and returns its first certificate.
func verifyChain(chain [][]byte, options x509.VerifyOptions) (*x509.Certificate, error) {
	if len(chain) == 0 {
		return nil, errors.New("got no certificate")
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return nil, err
	}
	options.Intermediates = x509.NewCertPool()
	for _, der := range chain[1:] {
		if c, err := x509.ParseCertificate(der); err == nil {
			options.Intermediates.AddCert(c)
		}
	}
	_, err = leaf.Verify(options)
	return leaf, err
}
