package main

import (
	"crypto/tls"
	"encoding/base64"
	"net"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/wire"
)

// Section 5, Client authentication, and what section 4a says of peers: at a
// server, full and resumed.
func TestClientCertificates(t *testing.T) {
	for _, test := range []struct {
		flags string
		shows bool // the client has a certificate
		fails string
	}{
		{"-expect-no-peer-cert", true, ""}, // that nobody asks for
		{"-verify-peer -expect-no-peer-cert", false, ""},
		{"-verify-peer -expect-no-peer-cert", true, "connection 0: peer certificate: got true, want false"},
		{"-verify-peer -resume-count 1 -expect-verify-result", true, ""},
		{"-require-any-client-certificate -resume-count 1 -expect-verify-result", true, ""},
		{"-require-any-client-certificate", false, "local_alert=handshake_failure"},
		{"-require-any-client-certificate -verify-fail", true, "local_alert=handshake_failure"},
		{"-verify-peer -verify-fail", true, "local_alert=handshake_failure"},
		{"-verify-peer -verify-fail", false, ""},
		{"-expect-verify-result", true, ""}, // there was nothing to verify
		{"-expect-verify-result -verify-fail", true, "connection 0: verification failed: got false, want true"},
	} {
		t.Run(test.flags, func(t *testing.T) {
			s := serves(t, newRunner(t), strings.Fields(test.flags)...)
			cfg := clientConfig()
			if test.shows {
				cfg.Certificates = []tls.Certificate{newPair(t, rsaKey()).tls}
			}
			for i := range s.connections() {
				c := tls.Client(s.accept(), cfg)
				if test.fails != "" {
					c.Handshake()
					c.Close()
					continue
				}
				talk(t, c)
				if got := c.ConnectionState().DidResume; got != (i > 0) {
					t.Errorf("connection %d: resumed %t", i, got)
				}
			}
			if test.fails != "" {
				s.fails(test.fails)
				return
			}
			s.passes()
		})
	}
}

// Likewise at a client.
func TestServerAsksForACertificate(t *testing.T) {
	types := base64.StdEncoding.EncodeToString([]byte{1, 64})
	for _, test := range []struct {
		flags string
		shows bool // the shim has a certificate
		fails string
	}{
		{"-expect-certificate-types " + types, true, ""},
		{"-expect-certificate-types " + types, false, ""},
		{"-expect-certificate-types AQ==", true, "connection 0: certificate types: got [1 64], want [1]"},
		{"-expect-verify-result", true, ""},
		{"-verify-fail -expect-verify-result -resume-count 1 -on-resume-expect-ticket-renewal", true, ""},
		{"-expect-verify-result -on-resume-verify-fail -resume-count 1 -on-resume-expect-ticket-renewal", true,
			"connection 1: verification failed: got false, want true"},
		{"-verify-fail -verify-peer", true, "local_alert=handshake_failure"},
		{"-expect-no-peer-cert", true, "connection 0: peer certificate: got true, want false"},
	} {
		t.Run(test.flags, func(t *testing.T) {
			pair, flags := newPair(t, rsaKey()), strings.Fields(test.flags)
			if test.shows {
				flags = slices.Concat(pair.flags(), flags)
			}
			s := newRunner(t).start(flags...)
			cfg := serverConfig(t)
			cfg.ClientAuth = tls.RequestClientCert
			for range s.connections() {
				c := tls.Server(s.accept(), cfg)
				if test.fails != "" {
					c.Handshake()
					c.Close()
					continue
				}
				talk(t, c)
				got := c.ConnectionState().PeerCertificates
				if shown := len(got) == 1 && slices.Equal(got[0].Raw, pair.tls.Certificate[0]); shown != test.shows {
					t.Errorf("got %d certificates of the shim, want them %t", len(got), test.shows)
				}
			}
			if test.fails != "" {
				s.fails(test.fails)
				return
			}
			s.passes()
		})
	}
}

// Section 5, SNI: a server acknowledges it, on full handshakes only.
func TestNameIsAcknowledged(t *testing.T) {
	for flags, want := range map[string]bool{"": true, "-no-server-name-ack": false} {
		s := serves(t, newRunner(t), append(strings.Fields(flags), "-resume-count", "1")...)
		cfg := clientConfig()
		for i := range 2 {
			tap := &tapped{Conn: s.accept()}
			talk(t, tls.Client(tap, cfg))
			var hello wire.ServerHello
			n := int(tap.read[3])<<8 | int(tap.read[4])
			if err := hello.Decode(tap.read[recordHead+wire.HeaderSize : recordHead+n]); err != nil {
				t.Fatal(err)
			}
			if got, want := hello.ServerName, want && i == 0; got != want {
				t.Errorf("%q, connection %d: acknowledged %t, want %t", flags, i, got, want)
			}
		}
		s.passes()
	}
}

// A tapped connection keeps what was read from it.
type tapped struct {
	net.Conn
	read []byte
}

func (t *tapped) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	t.read = append(t.read, b[:n]...)
	return n, err
}

// Section 5, SNI.
func TestNames(t *testing.T) {
	for flags, want := range map[string]string{"": "", "-host-name a.example": "a.example"} {
		s := newRunner(t).start(strings.Fields(flags)...)
		cfg, got := serverConfig(t), "unset"
		cfg.GetConfigForClient = func(h *tls.ClientHelloInfo) (*tls.Config, error) {
			got = h.ServerName
			return nil, nil
		}
		talk(t, tls.Server(s.accept(), cfg))
		if got != want {
			t.Errorf("%q: got the server_name %q, want %q", flags, got, want)
		}
		s.passes()
	}
}
