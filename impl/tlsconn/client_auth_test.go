package tlsconn_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// nameOf is a verifier that takes everybody at their word.
func nameOf(chain [][]byte, _ time.Time) (string, error) {
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return "", err
	}
	return leaf.Subject.CommonName, nil
}

// asking makes a server ask its clients for certificates.
func asking(cfg *tlsconn.Config, demand handshake.Demand) *tlsconn.Config {
	cfg.Hosts.Default.Clients = handshake.ClientAuth{Demand: demand, Verify: nameOf}
	return cfg
}

// Clients of every key and version prove who they are, to crypto/tls and of it, and
// are known when they come back.
func TestClientCertificatesAgainstStdlib(t *testing.T) {
	for _, version := range wire.Versions {
		for kind, make := range keys {
			own := make()
			suite := wire.SuiteByName("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA") // which all versions have
			c := choice{version, suite, wire.X25519}
			t.Run(fmt.Sprintf("%v, %s, our client", version, kind), func(t *testing.T) {
				ours, theirs := c.only(clientConfig()), c.stdlib()
				ours.Credentials = []*handshake.Credential{own}
				theirs.ClientAuth = tls.RequireAnyClientCert
				for i := range 3 {
					client, server := wires(t)
					a, b := tlsconn.Client(client, ours), tls.Server(server, theirs)
					both(t, a, b)
					if by := compare(t, c, a, b); (by != handshake.ByNothing) != (i > 0) {
						t.Errorf("connection %d: resumed by %v", i, by)
					}
					if seen := b.ConnectionState().PeerCertificates; len(seen) != 1 || !bytes.Equal(seen[0].Raw, own.Chain[0]) {
						t.Errorf("connection %d: crypto/tls has seen %d certificates, want ours", i, len(seen))
					}
				}
			})
			t.Run(fmt.Sprintf("%v, %s, our server", version, kind), func(t *testing.T) {
				ours, theirs := asking(c.only(serverConfig(t, wire.KeyECDSA)), handshake.Required), c.stdlib()
				ours.Policy.Groups = wire.Groups
				theirs.CurvePreferences = []tls.CurveID{tls.X25519, tls.CurveP256}
				theirs.Certificates = []tls.Certificate{{Certificate: own.Chain, PrivateKey: own.Key}}
				for i := range 3 {
					client, server := wires(t)
					a, b := tlsconn.Server(server, ours), tls.Client(client, theirs)
					both(t, a, b)
					if by := compare(t, c, a, b); (by != handshake.ByNothing) != (i > 0) {
						t.Errorf("connection %d: resumed by %v", i, by)
					}
					if g, _ := a.Agreement(); g.Peer != name || len(g.Chain) != 1 || !bytes.Equal(g.Chain[0], own.Chain[0]) {
						t.Errorf("connection %d: we believe in %q with %d certificates, want theirs", i, g.Peer, len(g.Chain))
					}
				}
			})
		}
	}
}

// Clients that have nothing to show stay without a name, or are refused.
func TestClientsWithoutCertificatesAgainstStdlib(t *testing.T) {
	c := choice{wire.TLS12, suiteFor[wire.KeyECDSA], wire.X25519}
	t.Run("our client", func(t *testing.T) {
		ours, theirs := c.only(clientConfig()), c.stdlib()
		theirs.ClientAuth = tls.RequestClientCert
		client, server := wires(t)
		b := tls.Server(server, theirs)
		both(t, tlsconn.Client(client, ours), b)
		if n := len(b.ConnectionState().PeerCertificates); n != 0 {
			t.Errorf("crypto/tls has seen %d certificates", n)
		}
	})
	t.Run("our server", func(t *testing.T) {
		theirs := c.stdlib()
		theirs.Certificates = nil
		ours := asking(c.only(serverConfig(t, wire.KeyECDSA)), handshake.Asked)
		client, server := wires(t)
		a := tlsconn.Server(server, ours)
		both(t, a, tls.Client(client, theirs))
		if g, _ := a.Agreement(); g.Peer != "" || len(g.Chain) != 0 {
			t.Errorf("we believe in %q with %d certificates", g.Peer, len(g.Chain))
		}
		asking(ours, handshake.Required)
		client, server = wires(t)
		a = tlsconn.Server(server, ours)
		defer a.Close()
		failed := make(chan error)
		go func() { failed <- a.Handshake(t.Context()) }()
		if err := tls.Client(client, theirs).Handshake(); err == nil || err.Error() != "remote error: tls: handshake failure" {
			t.Errorf("crypto/tls: got %v", err)
		}
		if err := <-failed; err == nil || err.(*handshake.Abort).Reason != handshake.CertificateMissing {
			t.Errorf("we: got %v", err)
		}
	})
}

// CVE-2016-5420: who changes the certificate does not find the sessions of the other.
func TestSessionsAreKeptByTheClientsCertificate(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	server := asking(serverConfig(t, wire.KeyECDSA), handshake.Asked)
	client := clientConfig()
	client.Key = session.ClientKey{}
	var clients []*tlsconn.Config
	for _, own := range [][]*handshake.Credential{nil, {keys["P-256"]()}, {keys["RSA"]()}, {keys["P-256"](), keys["RSA"]()}} {
		cfg := *client
		cfg.Credentials = own
		clients = append(clients, &cfg)
	}
	for round, want := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
		for i, cfg := range clients {
			dialed, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			accepted, err := l.Accept()
			if err != nil {
				t.Fatal(err)
			}
			c, s := tlsconn.Client(dialed, cfg), tlsconn.Server(accepted, server)
			if errC, errS := shake(c, s); errC != nil || errS != nil {
				t.Fatalf("client: %v; server: %v", errC, errS)
			}
			if by := how(t, c, s); by != want {
				t.Errorf("round %d, client %d: resumed by %v, want %v", round, i, by, want)
			}
			c.Close()
			s.Close()
		}
	}
	if n := client.Sessions.Len(); n != len(clients) {
		t.Errorf("got %d sessions, want one of each of %d clients", n, len(clients))
	}
}
