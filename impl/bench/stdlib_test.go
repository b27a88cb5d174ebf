package bench

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"iter"
	"net"
	"testing"
)

// stdlib makes connections of crypto/tls. Its ends block, so each needs a
// goroutine; the server is a coroutine of the client, and runs where the client
// waits for bytes. A resumption takes 36 us so, and 46 us over net.Pipe, where each
// flight wakes a goroutine up: the comparison shall be with TLS, not with that.
type stdlib struct {
	t              testing.TB
	client, server *tls.Config
	to, from       bytes.Buffer // the server's side of the wire
	resume         bool
	kept           *tls.ClientSessionState
	turn           func() (struct{}, bool) // lets the server run until it waits
	err            error                   // of the server
	stop           func()
	serverDone     int
}

func newStdlib(t testing.TB, p pki) *stdlib {
	t.Helper()
	roots := x509.NewCertPool()
	root, err := x509.ParseCertificate(p.Root())
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(root)
	s := &stdlib{t: t}
	s.client = &tls.Config{
		Time: epoch, RootCAs: roots, ServerName: name, ClientSessionCache: s,
		MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{suite}, CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256},
	}
	s.server = &tls.Config{
		Time: epoch, Certificates: []tls.Certificate{{Certificate: p.leaf.Chain, PrivateKey: p.leaf.Key}},
		MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{suite}, CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256},
	}
	s.server.SetSessionTicketKeys([][32]byte{{1}})
	s.turn, s.stop = iter.Pull(func(yield func(struct{}) bool) {
		wait := func() bool { return yield(struct{}{}) }
		for s.err == nil {
			c := tls.Server(&end{in: &s.to, out: &s.from, wait: wait}, s.server)
			s.err = c.Handshake()
			s.serverDone++
		}
	})
	return s
}

// connect makes one connection.
func (s *stdlib) connect() {
	done := s.serverDone
	c := tls.Client(&end{in: &s.from, out: &s.to, wait: func() bool { s.turn(); return true }}, s.client)
	if err := c.Handshake(); err != nil {
		s.t.Fatal(err, s.err)
	}
	if s.to.Len() > 0 {
		s.turn() // the client's Finished comes last in a resumption
	}
	if s.err != nil || s.serverDone != done+1 || c.ConnectionState().DidResume != s.resume {
		s.t.Fatalf("got resumed %t, server %v, want %t", c.ConnectionState().DidResume, s.err, s.resume)
	}
}

// Get is of tls.ClientSessionCache.
func (s *stdlib) Get(string) (*tls.ClientSessionState, bool) { return s.kept, s.resume }

// Put is of tls.ClientSessionCache.
func (s *stdlib) Put(_ string, kept *tls.ClientSessionState) { s.kept = kept }

// An end of a wire in memory. wait lets the other end run.
type end struct {
	net.Conn // nil: nothing else of it is used
	in, out  *bytes.Buffer
	wait     func() bool
}

func (e *end) Read(b []byte) (int, error) {
	if e.in.Len() == 0 && (!e.wait() || e.in.Len() == 0) {
		return 0, errors.Join(io.ErrUnexpectedEOF, errors.New("both ends wait"))
	}
	return e.in.Read(b)
}

func (e *end) Write(b []byte) (int, error) { return e.out.Write(b) }
