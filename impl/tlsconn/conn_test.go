package tlsconn_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

func TestResumes(t *testing.T) {
	for _, test := range []struct {
		name           string
		client, server func(*tlsconn.Config)
		want           handshake.By
	}{
		{"by ticket", nil, nil, handshake.ByTicket},
		{"by ticket with a marker", func(c *tlsconn.Config) { c.Policy.Marker = true }, nil, handshake.ByTicket},
		{"by a renewed ticket", nil, func(c *tlsconn.Config) { c.Policy.Renew = true }, handshake.ByTicket},
		{"by id, client without tickets", func(c *tlsconn.Config) { c.Policy.Tickets = false }, nil, handshake.ByID},
		{"by id, server without tickets", nil, func(c *tlsconn.Config) { c.Policy.Tickets = false }, handshake.ByID},
		{"by ticket without ems", func(c *tlsconn.Config) { c.Policy.EMS = false }, nil, handshake.ByTicket},
		{"never without tickets and cache", nil, func(c *tlsconn.Config) {
			c.Policy.Tickets, c.Policy.Cache = false, false
		}, handshake.ByNothing},
		{"never with no store of the client", func(c *tlsconn.Config) { c.Sessions = nil }, nil, handshake.ByNothing},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
			if test.client != nil {
				test.client(client)
			}
			if test.server != nil {
				test.server(server)
			}
			want := handshake.ByNothing
			for n := range 3 {
				c, s := connected(t, client, server)
				if got := how(t, c, s); got != want {
					t.Errorf("connection %d: resumed by %v, want %v", n, got, want)
				}
				works(t, c, s)
				want = test.want
			}
		})
	}
}

func TestAddressesDoNotShareSessions(t *testing.T) {
	client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
	client.Key = session.ClientKey{}
	for range 2 { // every pair has a port of its own
		c, s := connected(t, client, server)
		if got := how(t, c, s); got != handshake.ByNothing {
			t.Errorf("resumed by %v at another address", got)
		}
		works(t, c, s)
	}
}

func TestAbortReachesBothEnds(t *testing.T) {
	client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
	trusting := client.Verify
	client.Verify = func([][]byte, string) (string, error) { return "", errors.New("distrusted") }
	c, s := pair(t, client, server)
	errC, errS := shake(c, s)
	var abort *handshake.Abort
	if !errors.As(errC, &abort) || abort.Reason != handshake.CertificateRefused {
		t.Errorf("client: got %v, want an abort for its certificate", errC)
	}
	var alert *tlsconn.AlertError
	if !errors.As(errS, &alert) || alert.Error() != "peer sent bad_certificate" {
		t.Errorf("server: got %v, want the client's alert", errS)
	}
	for _, end := range []*tlsconn.Conn{c, s} {
		if _, err := end.Write([]byte("x")); err != errC && err != errS {
			t.Errorf("write behind an alert: %v", err)
		}
		if _, ok := end.Agreement(); ok {
			t.Error("agreed behind an alert")
		}
	}
	client.Verify = trusting
	followUp(t, client, server)
}

func followUp(t *testing.T, client, server *tlsconn.Config) {
	t.Helper()
	c, s := connected(t, client, server)
	works(t, c, s)
}

func TestEnds(t *testing.T) {
	for _, test := range []struct {
		name  string
		close func(c *tlsconn.Conn, raw net.Conn)
		want  error
	}{
		{"with close_notify", func(c *tlsconn.Conn, _ net.Conn) { c.Close() }, io.EOF},
		{"without", func(_ *tlsconn.Conn, raw net.Conn) { raw.Close() }, io.ErrUnexpectedEOF},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := wires(t)
			c, s := tlsconn.Client(a, clientConfig()), tlsconn.Server(b, serverConfig(t, wire.KeyECDSA))
			defer s.Close()
			if errC, errS := shake(c, s); errC != nil || errS != nil {
				t.Fatal(errC, errS)
			}
			if _, err := c.Write([]byte("last words")); err != nil {
				t.Fatal(err)
			}
			test.close(c, a)
			got, err := io.ReadAll(readerOf(s, test.want))
			if string(got) != "last words" || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
			if _, err := s.Read(make([]byte, 1)); err != test.want {
				t.Errorf("got %v the second time, want %v", err, test.want)
			}
		})
	}
}

// readerOf reads to the error that is wanted.
func readerOf(r io.Reader, want error) io.Reader { return &until{r, want} }

type until struct {
	io.Reader
	want error
}

func (u *until) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if err == u.want {
		err = io.EOF
	} else if err != nil {
		err = fmt.Errorf("got %w, want %w", err, u.want)
	}
	return n, err
}

func TestCloseIsIdempotent(t *testing.T) {
	c, s := connected(t, clientConfig(), serverConfig(t, wire.KeyECDSA))
	for n := range 3 {
		if err := c.Close(); err != nil {
			t.Errorf("close %d: %v", n, err)
		}
	}
	if _, err := c.Read(make([]byte, 1)); err != net.ErrClosed {
		t.Errorf("read: got %v, want %v", err, net.ErrClosed)
	}
	if _, err := c.Write([]byte("x")); err != net.ErrClosed {
		t.Errorf("write: got %v, want %v", err, net.ErrClosed)
	}
	if _, err := s.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("peer: got %v, want EOF", err)
	}
	if _, err := s.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("peer's write behind the close_notify: got %v, want %v", err, io.ErrClosedPipe)
	}
}

func TestCloseEndsReadAndHandshake(t *testing.T) {
	c, s := connected(t, clientConfig(), serverConfig(t, wire.KeyECDSA))
	raw, _ := wires(t)
	waiting := tlsconn.Client(raw, clientConfig())
	for name, wait := range map[string]struct {
		conn *tlsconn.Conn
		call func() error
	}{
		"read":      {c, func() error { _, err := c.Read(make([]byte, 1)); return err }},
		"handshake": {waiting, func() error { return waiting.Handshake(context.Background()) }},
	} {
		done := make(chan error)
		go func() { done <- wait.call() }()
		time.Sleep(20 * time.Millisecond)
		wait.conn.Close()
		if err := <-done; err != net.ErrClosed {
			t.Errorf("%s: got %v, want %v", name, err, net.ErrClosed)
		}
	}
	s.Close()
}

// Both ends write without reading first: more than the network holds, so that
// a Read that waited for the Write of its own end would never end.
func TestReadAndWriteAtOnce(t *testing.T) {
	const writers, size = 2, 2 << 20
	c, s := connected(t, clientConfig(), serverConfig(t, wire.KeyECDSA))
	var all sync.WaitGroup
	for n, end := range []*tlsconn.Conn{c, s} {
		for w := range writers {
			all.Go(func() {
				if n, err := end.Write(bytes.Repeat([]byte{byte(w)}, size)); n != size || err != nil {
					t.Errorf("wrote %d, %v", n, err)
				}
			})
		}
		all.Go(func() {
			got := make([]byte, writers*size)
			if _, err := io.ReadFull(end, got); err != nil {
				t.Errorf("end %d: %v", n, err)
			}
		})
	}
	all.Wait()
}

// A Write is one piece, whoever else writes. On a slow connection another is
// always waiting for its turn.
func TestWritesDoNotMix(t *testing.T) {
	const writers, size = 2, 4 << 14
	a, b := wires(t)
	c, s := tlsconn.Client(slow{a}, clientConfig()), tlsconn.Server(b, serverConfig(t, wire.KeyECDSA))
	if errC, errS := shake(c, s); errC != nil || errS != nil {
		t.Fatal(errC, errS)
	}
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() { c.Write(bytes.Repeat([]byte{byte(w)}, size)) })
	}
	got := make([]byte, writers*size)
	if _, err := io.ReadFull(s, got); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	for piece := range slices.Chunk(got, size) {
		if bytes.Count(piece, piece[:1]) != size {
			t.Error("the writes are mixed")
		}
	}
	works(t, c, s)
}

type slow struct{ net.Conn }

func (s slow) Write(p []byte) (int, error) {
	time.Sleep(3 * time.Millisecond)
	return s.Conn.Write(p)
}

func TestContextEndsHandshake(t *testing.T) {
	raw, silent := wires(t)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	c := tlsconn.Client(raw, clientConfig())
	defer c.Close()
	for range 2 {
		if err := c.Handshake(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
	}
	if _, err := io.Copy(io.Discard, silent); err != nil {
		t.Errorf("the connection is not closed: %v", err)
	}
	followUp(t, clientConfig(), serverConfig(t, wire.KeyECDSA))
}

func TestHandshakeGoesOnAfterDeadline(t *testing.T) {
	c, s := pair(t, clientConfig(), serverConfig(t, wire.KeyECDSA))
	c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	if err := c.Handshake(context.Background()); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("got %v, want %v", err, os.ErrDeadlineExceeded)
	}
	c.SetReadDeadline(time.Now().Add(patience))
	if errC, errS := shake(c, s); errC != nil || errS != nil {
		t.Fatal(errC, errS)
	}
	works(t, c, s)
}

func TestConfigThatLacksSomething(t *testing.T) {
	raw, _ := wires(t)
	c := tlsconn.Client(raw, &tlsconn.Config{Config: handshake.Config{Policy: handshake.DefaultPolicy()}})
	want := "got no way to verify the server's certificate"
	if _, err := c.Write([]byte("x")); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// A peer that gave up said why, even if our next message finds nobody.
func TestLastWordsOfAPeerThatIsGone(t *testing.T) {
	c := tlsconn.Client(gone{bytes.NewReader([]byte{21, 3, 3, 0, 2, 2, 40})}, clientConfig())
	err := c.Handshake(context.Background())
	if err == nil || err.Error() != "peer sent handshake_failure" {
		t.Errorf("got %v, want the alert", err)
	}
}

// gone is a connection that can be read, and not written.
type gone struct{ io.Reader }

func (gone) Write([]byte) (int, error)        { return 0, errors.New("broken pipe") }
func (gone) Close() error                     { return nil }
func (gone) LocalAddr() net.Addr              { return nil }
func (gone) RemoteAddr() net.Addr             { return nil }
func (gone) SetDeadline(time.Time) error      { return nil }
func (gone) SetReadDeadline(time.Time) error  { return nil }
func (gone) SetWriteDeadline(time.Time) error { return nil }
