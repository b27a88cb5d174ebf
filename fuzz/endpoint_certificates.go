package fuzz

import (
	"crypto/x509"
	"sync"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/traces"
)

// What the ends of dialogues are in traces, where defects look for it.
var nodes = [2]traces.Node{handshake.Client: {Name: "client"}, handshake.Server: {Name: nameOfServer}}

// certified are the certificates of the ends of dialogues.
type certified struct {
	servers, clients []*handshake.Credential
	roots            *x509.CertPool
}

// certificates are made once. Their keys are constants.
var certificates = sync.OnceValue(func() *certified {
	pki := must(script.PKIFrom(remembered))
	rsa := traces.Node{Name: nameOfServer, Options: []traces.Option{{Key: "cert", Value: "rsa"}}}
	c := &certified{
		servers: []*handshake.Credential{must(pki.Credential(nodes[handshake.Server])), must(pki.Credential(rsa))},
		clients: []*handshake.Credential{must(pki.ClientCredential("alice"))},
		roots:   x509.NewCertPool(),
	}
	c.roots.AddCert(must(x509.ParseCertificate(pki.Root())))
	return c
})

func must[T any](t T, err error) T {
	if err != nil {
		panic(err)
	}
	return t
}

// verifyServer is content with any name: a server has the same certificates under each.
func verifyServer(chain [][]byte, _ string) (string, error) {
	return verify(chain, x509.ExtKeyUsageServerAuth)
}

func verifyClient(chain [][]byte, _ time.Time) (string, error) {
	return verify(chain, x509.ExtKeyUsageClientAuth)
}

// verify names whom a chain proves.
func verify(chain [][]byte, use x509.ExtKeyUsage) (string, error) {
	return script.Recall(remembered, "verify chain", func() (string, error) {
		leaf, err := x509.ParseCertificate(chain[0])
		if err != nil {
			return "", err
		}
		_, err = leaf.Verify(x509.VerifyOptions{Roots: certificates().roots, CurrentTime: script.Epoch, KeyUsages: []x509.ExtKeyUsage{use}})
		return leaf.Subject.CommonName, err
	}, append([][]byte{{byte(use)}}, chain...)...)
}
