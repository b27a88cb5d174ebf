package tlsconn_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"testing"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// crypto/tls with all its versions: as a client it says by supported_versions what
// is above 1.2, and as a server it marks its random, which is not for us (RFC 8446
// 4.1.3: of the two marks a client of TLS 1.2 asks for one).
func TestEveryRangeOfVersionsAgainstStdlib(t *testing.T) {
	for _, mine := range wire.Versions {
		for theirs := uint16(tls.VersionTLS10); theirs <= tls.VersionTLS13; theirs++ {
			want := min(uint16(mine), theirs)
			c := choice{wire.Version(want), wire.SuiteByID(0xc009), wire.P256}
			cfg := c.stdlib()
			cfg.MinVersion, cfg.MaxVersion = tls.VersionTLS10, theirs
			up := func(cfg *tlsconn.Config) *tlsconn.Config {
				cfg.Policy.Versions = nil
				for _, v := range wire.Versions {
					if v <= mine {
						cfg.Policy.Versions = append(cfg.Policy.Versions, v)
					}
				}
				cfg.Policy.Suites, cfg.Policy.Groups = []*wire.Suite{c.suite}, []wire.Group{wire.P256}
				return cfg
			}
			t.Run(fmt.Sprintf("client of %s, server of %04x", mine, theirs), func(t *testing.T) {
				ours := up(clientConfig())
				for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
					client, server := wires(t)
					a, b := tlsconn.Client(client, ours), tls.Server(server, cfg)
					both(t, a, b)
					if got := compare(t, c, a, b); got != by {
						t.Errorf("got resumed by %v, want %v", got, by)
					}
				}
			})
			t.Run(fmt.Sprintf("server of %s, client of %04x", mine, theirs), func(t *testing.T) {
				ours := up(serverConfig(t, wire.KeyECDSA))
				for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
					client, server := wires(t)
					a, b := tlsconn.Server(server, ours), tls.Client(client, cfg)
					both(t, a, b)
					if got := compare(t, c, a, b); got != by {
						t.Errorf("got resumed by %v, want %v", got, by)
					}
				}
			})
		}
	}
}

// Who asks for TLS 1.3 alone hears of 1.2, which is all that there is: "If this
// extension is not present", or not known, the version of the hello counts (RFC
// 8446 4.2.1).
func TestClientOfTLS13AloneIsAnsweredIn12(t *testing.T) {
	c := choice{wire.TLS12, wire.SuiteByID(0xc02b), wire.P256}
	theirs := c.stdlib()
	theirs.MinVersion, theirs.MaxVersion = tls.VersionTLS13, tls.VersionTLS13
	client, server := wires(t)
	s := tlsconn.Server(server, serverConfig(t, wire.KeyECDSA))
	defer s.Close()
	go s.Read(make([]byte, 1))
	if err := tls.Client(client, theirs).Handshake(); err == nil {
		t.Error("a client of TLS 1.3 alone connected")
	}
	client.Close()
}

// However we put our messages into records, crypto/tls takes them.
func TestPackingsAgainstStdlib(t *testing.T) {
	for _, v := range wire.Versions {
		for _, packing := range []handshake.Packing{{Coalesce: true}, {Fragment: 1}, {Fragment: 7, Coalesce: true}} {
			c := choice{v, wire.SuiteByID(0xc009), wire.P256}
			t.Run(fmt.Sprintf("%s, %+v", v, packing), func(t *testing.T) {
				client, server := c.only(clientConfig()), c.only(serverConfig(t, wire.KeyECDSA))
				client.Policy.Packing, server.Policy.Packing = packing, packing
				theirClient, theirServer := c.stdlib(), c.stdlib()
				for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
					left, right := wires(t)
					a, b := tlsconn.Client(left, client), tls.Server(right, theirServer)
					both(t, a, b)
					left, right = wires(t)
					d, e := tlsconn.Server(right, server), tls.Client(left, theirClient)
					both(t, d, e)
					if x, y := compare(t, c, a, b), compare(t, c, d, e); x != by || y != by {
						t.Errorf("got resumed by %v and %v, want %v", x, y, by)
					}
				}
			})
		}
	}
}

// RFC 2246 6.2.3.2 and CVE-2011-3389: what we write in TLS 1.0 under CBC arrives
// whole, however little it is.
func TestSmallWritesArriveWhole(t *testing.T) {
	c := choice{wire.TLS10, wire.SuiteByID(0xc009), wire.P256}
	left, right := wires(t)
	a, b := tlsconn.Client(left, c.only(clientConfig())), tls.Server(right, c.stdlib())
	both(t, a, b)
	for n := range 40 {
		data := bytes.Repeat([]byte{byte(n)}, n)
		if _, err := a.Write(data); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, n)
		if _, err := io.ReadFull(b, got); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes: got %x, %v", n, got, err)
		}
	}
}
