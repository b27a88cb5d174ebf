package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"io"
	"net"
	"slices"
	"testing"
)

// serves is a shim that plays the server.
func serves(t *testing.T, r *runner, flags ...string) *shim {
	t.Helper()
	return r.start(slices.Concat([]string{"-server"}, newPair(t, rsaKey()).flags(), flags)...)
}

// Section 2: one connection after the other, in both roles, over both families.
func TestConnections(t *testing.T) {
	for _, network := range [][2]string{{"tcp4", "127.0.0.1:0"}, {"tcp6", "[::1]:0"}} {
		t.Run(network[0], func(t *testing.T) {
			r := listenOn(t, network[0], network[1])
			s := r.start("-resume-count", "2", "-on-resume-expect-ticket-renewal")
			cfg := serverConfig(t)
			for i := range 3 {
				c := tls.Server(s.accept(), cfg)
				talk(t, c)
				if got := c.ConnectionState().DidResume; got != (i > 0) {
					t.Errorf("connection %d: resumed %t", i, got)
				}
			}
			s.passes()

			s = serves(t, r, "-resume-count", "2")
			client := clientConfig()
			for i := range 3 {
				c := tls.Client(s.accept(), client)
				talk(t, c)
				if got := c.ConnectionState().DidResume; got != (i > 0) {
					t.Errorf("connection %d: resumed %t", i, got)
				}
			}
			s.passes()
		})
	}
}

// Section 2: a connection that failed is the last.
func TestFailureIsTheEnd(t *testing.T) {
	r := newRunner(t)
	s := r.start("-resume-count", "2")
	c := s.accept()
	io.WriteString(c, "HTTP/1.0 400 Bad Request\r\n\r\n")
	c.(*net.TCPConn).CloseWrite()
	s.fails("local_alert=unexpected_message", "error=not_tls")
}

// Section 2: a client that has no session fails at once.
func TestNoSessionToOffer(t *testing.T) {
	r := newRunner(t)
	s := r.start("-resume-count", "1", "-expect-no-session")
	cfg := serverConfig(t)
	cfg.SessionTicketsDisabled = true
	talk(t, tls.Server(s.accept(), cfg))
	s.fails("connection 1: no session to offer")
}

// Section 3.6: the echo, in reads of any size, up to a close_notify or an end
// without one.
func TestEcho(t *testing.T) {
	r := newRunner(t)
	for _, size := range []string{"1", "5", "512", "16384"} {
		s := r.start("-read-size", size)
		raw := s.accept()
		talk(t, tls.Server(raw, serverConfig(t)))
		s.passes()
	}
	s := r.start()
	raw := s.accept()
	c := tls.Server(raw, serverConfig(t))
	if err := c.Handshake(); err != nil {
		t.Fatal(err)
	}
	raw.Close()
	s.passes()
}

// Section 2: what cannot be done with a certificate is told before the shim
// connects.
func TestCertificates(t *testing.T) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r := newRunner(t)
	if got := r.start(append(newPair(t, ed).flags(), "-server")...).end(); got.code != codeUnimplemented {
		t.Errorf("Ed25519: got %+v, want exit code %d", got, codeUnimplemented)
	}
	p := newPair(t, rsaKey())
	for _, flags := range [][]string{
		{"-cert-file", "missing", "-key-file", p.key},
		{"-cert-file", p.key, "-key-file", p.key},
		{"-cert-file", p.cert, "-key-file", p.cert},
	} {
		if got := r.start(flags...).end(); got.code != codeFailed || got.stderr == "" {
			t.Errorf("%q: got %+v, want exit code %d and why", flags, got, codeFailed)
		}
	}
}
