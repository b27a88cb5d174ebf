package tlsconn_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const name = "a.example"

// patience is more than anything takes here.
const patience = 10 * time.Second

// keys are the kinds of keys that certificates have here.
var keys = map[string]func() *handshake.Credential{
	"P-256": onCurve(elliptic.P256()),
	"P-384": onCurve(elliptic.P384()),
	"P-521": onCurve(elliptic.P521()),
	"RSA": sync.OnceValue(func() *handshake.Credential {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		return credential(key, err)
	}),
}

func onCurve(curve elliptic.Curve) func() *handshake.Credential {
	return sync.OnceValue(func() *handshake.Credential {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		return credential(key, err)
	})
}

var credentials = map[wire.KeyType]func() *handshake.Credential{
	wire.KeyECDSA: keys["P-256"],
	wire.KeyRSA:   keys["RSA"],
}

func credential(key crypto.Signer, err error) *handshake.Credential {
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return &handshake.Credential{Chain: [][]byte{der}, Key: key}
}

// serverConfig is a server's with all on, of every suite that its key can do.
func serverConfig(t testing.TB, kind wire.KeyType) *tlsconn.Config {
	key, err := session.NewTicketKey(session.Draft, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	policy := handshake.DefaultPolicy()
	policy.Suites = wire.Suites
	return &tlsconn.Config{
		Config: handshake.Config{Policy: policy, Hosts: handshake.OneHost(credentials[kind]()), Sealer: session.NewRing(key)},
		Store:  session.NewCache(10, handshake.Day),
	}
}

func clientConfig() *tlsconn.Config {
	policy := handshake.DefaultPolicy()
	policy.Suites = wire.Suites
	return &tlsconn.Config{
		Config: handshake.Config{
			Policy: policy, ServerName: name,
			Verify: func([][]byte, string) (string, error) { return name, nil },
		},
		Sessions: session.NewClientStore(10),
		Key:      session.ClientKey{Name: name},
	}
}

// wires are two ends of a TCP connection.
func wires(t testing.TB) (client, server *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dialed, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dialed.Close(); accepted.Close() })
	for _, c := range []net.Conn{dialed, accepted} {
		c.SetDeadline(time.Now().Add(patience))
	}
	return dialed.(*net.TCPConn), accepted.(*net.TCPConn)
}

// pair is both ends of a connection of ours.
func pair(t testing.TB, client, server *tlsconn.Config) (c, s *tlsconn.Conn) {
	t.Helper()
	a, b := wires(t)
	c, s = tlsconn.Client(a, client), tlsconn.Server(b, server)
	t.Cleanup(func() { c.Close(); s.Close() })
	return c, s
}

// shake shakes hands and returns both errors.
func shake(c, s *tlsconn.Conn) (client, server error) {
	done := make(chan error)
	go func() { done <- s.Handshake(context.Background()) }()
	client = c.Handshake(context.Background())
	return client, <-done
}

// connected is a pair that has shaken hands.
func connected(t testing.TB, client, server *tlsconn.Config) (c, s *tlsconn.Conn) {
	t.Helper()
	c, s = pair(t, client, server)
	if errC, errS := shake(c, s); errC != nil || errS != nil {
		t.Fatalf("client: %v; server: %v", errC, errS)
	}
	return c, s
}

// how is what both ends say of how the session was named.
func how(t testing.TB, c, s *tlsconn.Conn) handshake.By {
	t.Helper()
	ac, okC := c.Agreement()
	as, okS := s.Agreement()
	if !okC || !okS || ac.By != as.By || string(ac.Master) != string(as.Master) || ac.EMS != as.EMS ||
		string(ac.TLSUnique) != string(as.TLSUnique) || ac.Suite != as.Suite {
		t.Fatalf("client: %v %+v; server: %v %+v", okC, ac, okS, as)
	}
	return ac.By
}

// works shows that a connection carries data both ways and ends well.
func works(t testing.TB, c, s net.Conn) {
	t.Helper()
	for _, way := range [][2]net.Conn{{c, s}, {s, c}} {
		go way[0].Write([]byte("data"))
		got := make([]byte, 4)
		if _, err := io.ReadFull(way[1], got); err != nil || string(got) != "data" {
			t.Fatalf("got %q, %v, want data", got, err)
		}
	}
	c.Close()
	if _, err := s.Read(make([]byte, 1)); err != io.EOF {
		t.Fatalf("got %v behind a close_notify, want EOF", err)
	}
	s.Close()
}
