package extstore_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
)

// serverWith is a server that keeps sessions by ID, and nothing in tickets.
func serverWith(t *testing.T, store session.Store) *tlsconn.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a.example"}, DNSNames: []string{"a.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	policy := handshake.DefaultPolicy()
	policy.Tickets = false
	hosts := handshake.OneHost(&handshake.Credential{Chain: [][]byte{der}, Key: key})
	return &tlsconn.Config{Config: handshake.Config{Policy: policy, Hosts: hosts}, Store: store}
}

func client() *tlsconn.Config {
	return &tlsconn.Config{
		Config: handshake.Config{
			Policy: handshake.DefaultPolicy(), ServerName: "a.example",
			Verify: func([][]byte, string) (string, error) { return "a.example", nil },
		},
		Sessions: session.NewClientStore(1), Key: session.ClientKey{Name: "a.example"},
	}
}

// shake shakes hands, and says by what the session was resumed.
func shake(t *testing.T, client, server *tlsconn.Config) handshake.By {
	t.Helper()
	a, b := net.Pipe()
	c, s := tlsconn.Client(a, client), tlsconn.Server(b, server)
	defer a.Close()
	defer b.Close()
	done := make(chan error)
	go func() { done <- s.Handshake(context.Background()) }()
	errC := c.Handshake(context.Background())
	if errS := <-done; errC != nil || errS != nil {
		t.Fatalf("client: %v; server: %v", errC, errS)
	}
	agreed, _ := c.Agreement()
	return agreed.By
}

// A fleet resumes at one server what another has made.
func TestFleetResumes(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		socket, cfg := p.start(t).socket, config(t)
		one, other := serverWith(t, p.opened(t, socket, cfg)), serverWith(t, p.opened(t, socket, cfg))
		c := client()
		for n, want := range []handshake.By{handshake.ByNothing, handshake.ByID} {
			if got := shake(t, c, []*tlsconn.Config{one, other}[n]); got != want {
				t.Errorf("handshake %d: resumed by %v, want %v", n+1, got, want)
			}
		}
	})
}

// Whatever the cache does, a handshake is at worst a full one, and not much longer than
// a time-out for each request.
func TestNoHandshakeFailsByTheCache(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		for what, happen := range map[string]func(*testing.T, *server){
			"gone":   func(_ *testing.T, s *server) { s.kill() },
			"frozen": func(t *testing.T, s *server) { s.freeze(t) },
			"empty":  func(t *testing.T, s *server) { s.restart() },
		} {
			s, cfg := p.start(t), config(t)
			cfg.Timeout, cfg.Failed = 100*time.Millisecond, nil
			server, c := serverWith(t, p.opened(t, s.socket, cfg)), client()
			shake(t, c, server)
			happen(t, s)
			began := time.Now()
			if by := shake(t, c, server); by != handshake.ByNothing {
				t.Errorf("%s: resumed by %v", what, by)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s: took %v", what, took)
			}
		}
	})
}
