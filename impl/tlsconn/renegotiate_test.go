package tlsconn_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// renegotiating is a pair whose ends accept every renegotiation, with a reader at
// each that puts what it reads into its buffer.
func renegotiating(t *testing.T, edit func(client, server *tlsconn.Config)) (c, s *tlsconn.Conn) {
	t.Helper()
	client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
	client.Policy.Renegotiation, server.Policy.Renegotiation = handshake.Freely, handshake.Freely
	if edit != nil {
		edit(client, server)
	}
	return connected(t, client, server)
}

// reader reads until the connection ends, and gives what it has read.
func reader(t *testing.T, c *tlsconn.Conn) (all func() []byte) {
	var got []byte
	done := make(chan struct{})
	go func() {
		defer close(done)
		var err error
		if got, err = io.ReadAll(c); err != nil && !errors.Is(err, net.ErrClosed) {
			t.Errorf("read: %v", err)
		}
	}()
	return func() []byte { <-done; return got }
}

func count(t *testing.T, c *tlsconn.Conn) int {
	t.Helper()
	a, ok := c.Agreement()
	if !ok {
		t.Fatal("no agreement")
	}
	return a.Renegotiations
}

func TestRenegotiate(t *testing.T) {
	for name, began := range map[string]func(c, s *tlsconn.Conn) (by, other *tlsconn.Conn){
		"by the client": func(c, s *tlsconn.Conn) (by, other *tlsconn.Conn) { return c, s },
		"by the server": func(c, s *tlsconn.Conn) (by, other *tlsconn.Conn) { return s, c },
	} {
		t.Run(name, func(t *testing.T) {
			c, s := renegotiating(t, nil)
			by, other := began(c, s)
			all := reader(t, other)
			for n := range 3 {
				if err := by.Renegotiate(context.Background()); err != nil {
					t.Fatalf("%d: %v", n, err)
				}
				if _, err := by.Write([]byte("data")); err != nil {
					t.Fatal(err)
				}
			}
			if err := by.Close(); err != nil {
				t.Fatal(err)
			}
			if got := all(); string(got) != "datadatadata" {
				t.Errorf("got %q", got)
			}
			how(t, c, s)
			if count(t, c) != 3 || count(t, s) != 3 {
				t.Errorf("got %d and %d renegotiations", count(t, c), count(t, s))
			}
		})
	}
}

// Both ends read, write and renegotiate at once, and nothing is lost or mixed up.
func TestRenegotiateWhileDataFlows(t *testing.T) {
	const size, part, times = 1 << 20, 50_000, 5
	c, s := renegotiating(t, nil)
	var all, readers sync.WaitGroup
	for n, ends := range [][2]*tlsconn.Conn{{c, s}, {s, c}} {
		data := bytes.Repeat([]byte{byte(n), 1, 2, 3}, size/4)
		all.Go(func() {
			for rest := data; len(rest) > 0; rest = rest[min(len(rest), part):] {
				if _, err := ends[0].Write(rest[:min(len(rest), part)]); err != nil {
					t.Errorf("end %d: write: %v", n, err)
					return
				}
			}
		})
		all.Go(func() {
			for range times {
				if err := ends[0].Renegotiate(context.Background()); err != nil {
					t.Errorf("end %d: renegotiate: %v", n, err)
				}
			}
		})
		arrived := make(chan struct{})
		readers.Go(func() {
			got := make([]byte, size)
			if _, err := io.ReadFull(ends[1], got); err != nil || !bytes.Equal(got, data) {
				t.Errorf("end %d: data was lost: %v", n, err)
			}
			close(arrived)
			ends[1].Read(got) // does its part of renegotiations until the connection is closed
		})
		all.Go(func() { <-arrived })
	}
	all.Wait()
	// The end of the last handshake may be on its way still.
	for end := time.Now().Add(patience); count(t, c) != count(t, s) && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if got := count(t, c); got < times || got > 2*times || got != count(t, s) {
		t.Errorf("got %d and %d renegotiations", got, count(t, s))
	}
	how(t, c, s)
	c.Close()
	s.Close()
	readers.Wait()
}

func TestRenegotiationIsRefused(t *testing.T) {
	for name, ends := range map[string]func(c, s *tlsconn.Conn) (by, other *tlsconn.Conn){
		"by the server": func(c, s *tlsconn.Conn) (by, other *tlsconn.Conn) { return c, s },
		"by the client": func(c, s *tlsconn.Conn) (by, other *tlsconn.Conn) { return s, c },
	} {
		t.Run(name, func(t *testing.T) {
			by, other := ends(connected(t, clientConfig(), serverConfig(t, wire.KeyECDSA)))
			all := reader(t, other)
			for range 2 {
				if err := by.Renegotiate(context.Background()); err != tlsconn.ErrRenegotiationRefused {
					t.Errorf("got %v", err)
				}
				if _, err := by.Write([]byte("data")); err != nil {
					t.Error(err)
				}
			}
			by.Close()
			if got := all(); string(got) != "datadata" || count(t, by) != 0 {
				t.Errorf("got %q, %d renegotiations", got, count(t, by))
			}
		})
	}
}

func TestClientIsToldThatTheServerAsks(t *testing.T) {
	c, s := renegotiating(t, func(client, _ *tlsconn.Config) { client.Policy.Renegotiation = handshake.Explicitly })
	done := make(chan error)
	go func() { done <- s.Renegotiate(context.Background()) }()
	if _, err := c.Read(make([]byte, 1)); err != tlsconn.ErrRenegotiationAsked {
		t.Fatalf("got %v", err)
	}
	go s.Write([]byte("data"))
	if _, err := io.ReadFull(c, make([]byte, 4)); err != nil { // told once, it may read on
		t.Fatal(err)
	}
	if err := c.Renegotiate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil || count(t, s) != 1 {
		t.Fatalf("got %v, %d renegotiations", err, count(t, s))
	}
	works(t, c, s)
}

// A client that goes on talking and a client that says nothing: the server that
// asks is not held for ever, and loses nothing.
func TestServerThatAsksInVain(t *testing.T) {
	c, s := renegotiating(t, func(client, _ *tlsconn.Config) { client.Policy.Renegotiation = handshake.Ignoring })
	data := bytes.Repeat([]byte("words"), 100_000)
	go c.Write(data)
	if err := s.Renegotiate(context.Background()); err != tlsconn.ErrUnread {
		t.Fatalf("got %v", err)
	}
	if _, err := s.Write([]byte("go on")); err != nil { // the client may have ignored it
		t.Fatal(err)
	}
	got := make([]byte, len(data))
	if _, err := io.ReadFull(s, got); err != nil || !bytes.Equal(got, data) {
		t.Fatalf("data was lost: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if err := s.Renegotiate(ctx); err != context.DeadlineExceeded {
		t.Errorf("got %v", err)
	}
	if got, err := io.ReadAll(c); string(got) != "go on" || err != io.ErrUnexpectedEOF {
		t.Errorf("got %q, %v, want the connection closed", got, err)
	}
}

// A deadline ends the waiting and not the handshake.
func TestRenegotiateGoesOnAfterDeadline(t *testing.T) {
	c, s := renegotiating(t, nil)
	c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	var timeout net.Error
	if err := c.Renegotiate(context.Background()); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Fatalf("got %v, want a timeout", err)
	}
	c.SetReadDeadline(time.Now().Add(patience))
	all := reader(t, s)
	if err := c.Renegotiate(context.Background()); err != nil || count(t, c) != 1 {
		t.Fatalf("got %v, %d renegotiations", err, count(t, c))
	}
	c.Close()
	all()
}

func TestCloseEndsRenegotiate(t *testing.T) {
	config := clientConfig()
	config.Policy.Renegotiation = handshake.Freely
	a, b := wires(t)
	wrote := make(chan struct{}, 100)
	c, s := tlsconn.Client(telling{a, wrote}, config), tlsconn.Server(b, serverConfig(t, wire.KeyECDSA))
	if errC, errS := shake(c, s); errC != nil || errS != nil {
		t.Fatal(errC, errS)
	}
	for len(wrote) > 0 {
		<-wrote
	}
	done := make(chan error)
	go func() { done <- c.Renegotiate(context.Background()) }()
	<-wrote // a hello: from now on a Write waits
	go func() { _, err := c.Write([]byte("x")); done <- err }()
	go func() { _, err := c.Read(make([]byte, 1)); done <- err }()
	time.Sleep(20 * time.Millisecond)
	c.Close()
	for range 3 {
		if err := <-done; err != net.ErrClosed {
			t.Errorf("got %v, want %v", err, net.ErrClosed)
		}
	}
	s.Close()
}

// A telling connection says when it is written to.
type telling struct {
	net.Conn
	wrote chan<- struct{}
}

func (c telling) Write(p []byte) (int, error) {
	c.wrote <- struct{}{}
	return c.Conn.Write(p)
}

// RFC 7627 5.4: "the client MUST disable renegotiation" behind the resumption of a
// session without the extended master secret.
func TestNoRenegotiationBehindALegacyResumption(t *testing.T) {
	client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
	client.Policy.EMS, client.Policy.Renegotiation = false, handshake.Freely
	c, s := connected(t, client, server)
	go c.Read(make([]byte, 1))
	if err := s.Renegotiate(context.Background()); err != nil {
		t.Fatal(err)
	}
	c.Close()
	s.Close()
	c, s = connected(t, client, server)
	if got := how(t, c, s); got != handshake.ByTicket {
		t.Fatalf("resumed by %v", got)
	}
	if err := c.Renegotiate(context.Background()); err == nil || !strings.Contains(err.Error(), "RFC 7627 5.4") {
		t.Errorf("got %v", err)
	}
	all := reader(t, c)
	if err := s.Renegotiate(context.Background()); err != tlsconn.ErrRenegotiationRefused {
		t.Errorf("got %v", err)
	}
	s.Close()
	all()
}

// Our server asks a client of crypto/tls, which refuses by a warning as RFC 5246
// 7.2.2 has it, and yet reads no more.
func TestServerAsksStdlib(t *testing.T) {
	cbc := wire.SuiteByName("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")
	for support, allowed := range map[tls.RenegotiationSupport]int{
		tls.RenegotiateFreelyAsClient: 3, tls.RenegotiateOnceAsClient: 1, tls.RenegotiateNever: 0,
	} {
		for _, c := range []choice{
			{wire.TLS10, cbc, wire.P256}, {wire.TLS11, cbc, wire.P256}, {wire.TLS12, cbc, wire.P256},
			{wire.TLS12, suiteFor[wire.KeyECDSA], wire.X25519},
		} {
			t.Run(fmt.Sprintf("%s, %d allowed", c, allowed), func(t *testing.T) {
				ours, theirs := c.only(serverConfig(t, c.suite.Auth)), c.stdlib()
				theirs.Renegotiation = support
				for _, by := range []handshake.By{handshake.ByNothing, handshake.ByTicket} {
					client, server := wires(t)
					s, peer := tlsconn.Server(server, ours), tls.Client(client, theirs)
					both(t, s, peer)
					if a, _ := s.Agreement(); a.By != by {
						t.Fatalf("resumed by %v, want %v", a.By, by)
					}
					asks(t, s, peer, allowed)
				}
			})
		}
	}
}

// asks renegotiates as often as the peer allows, and no more than three times.
func asks(t *testing.T, s *tlsconn.Conn, peer *tls.Conn, allowed int) {
	t.Helper()
	defer peer.Close()
	received := make(chan error)
	var got []byte
	go func() {
		var err error
		got, err = io.ReadAll(peer)
		received <- err
	}()
	for n := range allowed {
		if err := s.Renegotiate(context.Background()); err != nil {
			t.Errorf("%d: %v", n, err)
		}
		if _, err := s.Write([]byte("data")); err != nil {
			t.Error(err)
		}
		go peer.Write([]byte("data"))
		if _, err := io.ReadFull(s, make([]byte, 4)); err != nil {
			t.Error(err)
		}
	}
	if allowed < 3 {
		if err := s.Renegotiate(context.Background()); err != tlsconn.ErrRenegotiationRefused {
			t.Errorf("got %v, want a refusal", err)
		}
	}
	s.Close()
	err := <-received
	if (err == nil) != (allowed == 3) || err != nil && err.Error() != "local error: tls: no renegotiation" {
		t.Errorf("crypto/tls got %v", err)
	}
	a, _ := s.Agreement()
	if string(got) != strings.Repeat("data", allowed) || a.Renegotiations != allowed || !bytes.Equal(a.TLSUnique, peer.ConnectionState().TLSUnique) {
		t.Errorf("got %q, %d renegotiations, want %d; or another tls-unique", got, a.Renegotiations, allowed)
	}
}

// A client of crypto/tls is asked for its certificate in the renegotiation.
func TestServerAsksStdlibWhoItIs(t *testing.T) {
	c := choices()[0]
	own := keys["P-256"]()
	ours, theirs := asking(c.only(serverConfig(t, c.suite.Auth)), handshake.NotAsked), c.stdlib()
	ours.Hosts.Default.Clients.Later = handshake.Required
	ours.Policy.Groups = wire.Groups // the curve of the client's key is among them
	theirs.Renegotiation = tls.RenegotiateOnceAsClient
	theirs.Certificates = []tls.Certificate{{Certificate: own.Chain, PrivateKey: own.Key}}
	client, server := wires(t)
	s, peer := tlsconn.Server(server, ours), tls.Client(client, theirs)
	both(t, s, peer)
	if a, _ := s.Agreement(); a.Peer != "" {
		t.Fatalf("got %q before anybody was asked", a.Peer)
	}
	go io.Copy(io.Discard, peer)
	if err := s.Renegotiate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if a, _ := s.Agreement(); a.Peer != name || len(a.Chain) != 1 || !bytes.Equal(a.Chain[0], own.Chain[0]) {
		t.Errorf("got %q, want %q", a.Peer, name)
	}
	s.Close()
	peer.Close()
}
