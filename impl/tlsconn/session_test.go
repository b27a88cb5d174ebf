package tlsconn_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tlsresume/impl/handshake"
	"tlsresume/impl/session"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// Mail of 2009-10-28: "A cached TLS session can be resumed quite often and
// simultaneously is parallel", with keys "newly re-derived for each connection and
// each session resume"; no certificate is exchanged or verified.
func TestOneSessionIsResumedInParallel(t *testing.T) {
	const many = 12
	for _, by := range []handshake.By{handshake.ByTicket, handshake.ByID} {
		client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
		client.Policy.Tickets = by == handshake.ByTicket
		var verified atomic.Int32
		client.Verify = func([][]byte, string) (string, error) {
			verified.Add(1)
			return name, nil
		}
		connected(t, client, server)
		var log locked
		server.KeyLog = &log
		var all sync.WaitGroup
		uniques := make([]string, many)
		for n := range many {
			c, s := pair(t, client, server)
			all.Go(func() {
				if errC, errS := shake(c, s); errC != nil || errS != nil {
					t.Errorf("client: %v; server: %v", errC, errS)
					return
				}
				if got := how(t, c, s); got != by {
					t.Errorf("resumed by %v, want %v", got, by)
				}
				a, _ := c.Agreement()
				uniques[n] = string(a.TLSUnique)
				echo(t, c, s)
				echo(t, s, c)
			})
		}
		all.Wait()
		if n := verified.Load(); n != 1 {
			t.Errorf("%v: %d certificates were verified, want that of the full handshake", by, n)
		}
		slices.Sort(uniques)
		if n := len(slices.Compact(uniques)); n != many {
			t.Errorf("%v: %d connections have %d values of tls-unique", by, many, n)
		}
		randoms, masters := map[string]bool{}, map[string]bool{}
		for line := range strings.Lines(log.String()) {
			fields := strings.Fields(line)
			randoms[fields[1]], masters[fields[2]] = true, true
		}
		if len(randoms) != many || len(masters) != 1 {
			t.Errorf("%v: got %d randoms and %d master secrets, want %d and 1", by, len(randoms), len(masters), many)
		}
	}
}

// locked is a log that many write.
type locked struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

// A store that several configurations share lends no session to one that would not
// have accepted the server, nor to another name, address or trust.
func TestSessionsDoNotCrossConfigurations(t *testing.T) {
	server := serverConfig(t, wire.KeyECDSA)
	refuses := func([][]byte, string) (string, error) { return "", errors.New("not trusted") }
	for what, v := range map[string]struct {
		edit    func(c *tlsconn.Config)
		resumes bool
	}{
		"the same":                   {func(*tlsconn.Config) {}, true},
		"another name":               {func(c *tlsconn.Config) { c.ServerName = "b.example" }, false},
		"the same name in capitals":  {func(c *tlsconn.Config) { c.ServerName = strings.ToUpper(c.ServerName) }, true},
		"another trust":              {func(c *tlsconn.Config) { c.Trust = "strict" }, false},
		"another key":                {func(c *tlsconn.Config) { c.Key.Config = "strict" }, false},
		"Verify that refuses":        {func(c *tlsconn.Config) { c.Verify = refuses }, false},
		"Verify of another name":     {func(c *tlsconn.Config) { c.Verify = func([][]byte, string) (string, error) { return "b", nil } }, false},
		"Verify, as of another time": {func(c *tlsconn.Config) { c.Verify = func([][]byte, string) (string, error) { return name, nil } }, true},
	} {
		first := clientConfig()
		first.Key = session.ClientKey{}
		connect := func(cfg *tlsconn.Config) handshake.By {
			a, b := wires(t)
			c, s := tlsconn.Client(elsewhere{a}, cfg), tlsconn.Server(b, server)
			defer c.Close()
			defer s.Close()
			done := make(chan error, 1)
			go func() { done <- s.Handshake(context.Background()) }()
			err := c.Handshake(context.Background())
			<-done
			if err != nil {
				return handshake.ByNothing // it asked for the certificate, and refused it
			}
			return how(t, c, s)
		}
		connect(first)
		second := *first
		v.edit(&second)
		if by := connect(&second); (by != handshake.ByNothing) != v.resumes {
			t.Errorf("%s: resumed by %v", what, by)
		}
	}
}

// elsewhere is a connection to always the same address.
type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443} }

// Draft 3.2: "If the ticket is accepted by the server but the handshake fails, the
// client SHOULD delete the ticket", also when the connection just ends. A server
// that was not heard at all has accepted nothing.
func TestBrokenResumptionDeletesTheTicket(t *testing.T) {
	for records, kept := range map[int]bool{0: true, 1: false, 2: false} {
		client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
		client.Policy.Marker = true // it knows by the ServerHello that the server resumes
		connected(t, client, server)
		a, b := wires(t)
		c, s := tlsconn.Client(a, client), tlsconn.Server(&cutter{Conn: b, left: records}, server)
		done := make(chan error)
		go func() { done <- s.Handshake(context.Background()) }()
		errC := c.Handshake(context.Background())
		c.Close()
		<-done
		if !errors.Is(errC, io.ErrUnexpectedEOF) {
			t.Errorf("%d records: got %v, want an unexpected end", records, errC)
		}
		if _, ok := client.Sessions.Get(client.Key, time.Now()); ok != kept {
			t.Errorf("%d records: kept %t, want %t", records, ok, kept)
		}
	}
}

// A cutter closes the connection after so many records.
type cutter struct {
	net.Conn
	left int
}

func (c *cutter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0 && c.left > 0; c.left-- {
		size := 5 + int(rest[3])<<8 + int(rest[4])
		if _, err := c.Conn.Write(rest[:size]); err != nil {
			return 0, err
		}
		rest = rest[size:]
	}
	c.Conn.(*net.TCPConn).CloseWrite()
	return len(p), nil
}

// RFC 5246 7.2.2: a connection that was terminated with a fatal alert is not
// resumed, not even by its ticket, where the server keeps note of that.
func TestFatalAlertRevokesTheTicket(t *testing.T) {
	for _, revokes := range []bool{false, true} {
		client, server := clientConfig(), serverConfig(t, wire.KeyECDSA)
		if revokes {
			server.Sealer = session.NewRevocations(server.Sealer, 10)
		}
		a, b := wires(t)
		c, s := tlsconn.Client(a, client), tlsconn.Server(b, server)
		if errC, errS := shake(c, s); errC != nil || errS != nil {
			t.Fatalf("client: %v; server: %v", errC, errS)
		}
		kept, ok := client.Sessions.Get(client.Key, time.Now())
		if !ok {
			t.Fatal("the client has kept nothing")
		}
		a.Write([]byte{23, 3, 3, 0, 32, 36: 0}) // bad_record_mac
		if _, err := s.Read(make([]byte, 1)); !strings.Contains(fmt.Sprint(err), "bad_record_mac") {
			t.Fatalf("got %v, want bad_record_mac", err)
		}
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Fatal("the client read data")
		}
		if _, ok := client.Sessions.Get(client.Key, time.Now()); ok {
			t.Error("the client would offer the session again")
		}
		client.Sessions.Put(client.Key, kept)
		c, s = connected(t, client, server)
		if by := how(t, c, s); (by == handshake.ByNothing) != revokes {
			t.Errorf("revokes %t: resumed by %v", revokes, by)
		}
	}
}
