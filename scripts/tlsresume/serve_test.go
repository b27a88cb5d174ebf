package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// A peer is a client of crypto/tls.
type peer struct{ *tls.Conn }

func dial(t *testing.T, addr string) peer {
	t.Helper()
	raw := dialRaw(t, addr)
	return peer{tls.Client(raw, &tls.Config{ServerName: "a.example", InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})}
}

func dialRaw(t *testing.T, addr string) net.Conn {
	t.Helper()
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	raw.SetDeadline(time.Now().Add(patience))
	t.Cleanup(func() { raw.Close() })
	return raw
}

func (p peer) hello(t *testing.T) {
	t.Helper()
	if err := p.Handshake(); err != nil {
		t.Fatal(err)
	}
}

// ask sends a request in pieces, one record each, and returns the answer, which
// is one record as well: crypto/tls reads no more than one at once.
func (p peer) ask(t *testing.T, pieces ...string) string {
	t.Helper()
	for _, piece := range pieces {
		if _, err := io.WriteString(p, piece); err != nil {
			t.Fatal(err)
		}
	}
	b := make([]byte, 1<<15)
	n, err := p.Read(b)
	if err != nil && err != io.EOF {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(p); len(rest) > 0 || err != nil {
		t.Errorf("got %q, %v behind the first record of the answer, want its end", rest, err)
	}
	return string(b[:n])
}

const page = `HTTP/1.0 200 OK
Content-Type: text/plain
Content-Length: 127
Connection: close

handshake: full
version: 1.2
suite: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
extended master secret: yes
server_name: a.example
`

func TestServeAnswersRequests(t *testing.T) {
	s := serve(t)
	head, body, _ := strings.Cut(page, "\n\n")
	good := strings.ReplaceAll(head, "\n", "\r\n") + "\r\n\r\n" + body
	for _, test := range []struct {
		name   string
		pieces []string
		want   string
	}{
		{"CRLF", []string{"GET / HTTP/1.0\r\n\r\n"}, good},
		{"LF", []string{"GET / HTTP/1.1\nHost: a.example\n\n"}, good},
		{"a byte in each record", strings.Split("GET /x HTTP/1.0\r\nA: b\r\n\r\n", ""), good},
		{"blank lines first", []string{"\r\n\r\n", "GET / HTTP/1.0\r\n", "\r\n"}, good},
		{"another method", []string{"POST / HTTP/1.0\r\n\r\n"}, "HTTP/1.0 405 Method Not Allowed\r\nAllow: GET\r\n"},
		{"no HTTP", []string{"hello\n\n"}, "HTTP/1.0 400 Bad Request\r\n"},
		{"endless", []string{strings.Repeat("GET / HTTP/1.0\r\n", maxRequest/16)}, "HTTP/1.0 400 Bad Request\r\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := dial(t, s.addr).ask(t, test.pieces...)
			if test.want == good && got != good || !strings.HasPrefix(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			s.says(" full version=1.2 ", " server_name=a.example")
		})
	}
}

// Records may come together; here every byte comes alone.
func TestReadRequest(t *testing.T) {
	for _, want := range []string{
		"GET / HTTP/1.0\r\n\r\n",
		"GET / HTTP/1.0\n\n",
		"GET / HTTP/1.0\nA: b\r\n\n",
		"\r\n\r\n\nGET / HTTP/1.0\r\nA: b\r\n\r\n",
	} {
		got, err := readRequest(iotest.OneByteReader(strings.NewReader(want + "and more")))
		if string(got) != want || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if got, err := readRequest(strings.NewReader("GET")); string(got) != "GET" || err != io.EOF {
		t.Errorf("got %q, %v of a request cut short", got, err)
	}
}

func TestServeAndConnect(t *testing.T) {
	for _, test := range []struct {
		name            string
		server, client  []string
		first, repeated string // the same at both ends
	}{
		{"by ticket", nil, nil, "full version", "resumed by=ticket version"},
		{"renewed", []string{"--renew"}, []string{"--marker"}, "full version", "resumed by=ticket version"},
		{"by id", nil, []string{"--no-tickets"}, "full version", "resumed by=id version"},
		{"by id of a server without tickets", []string{"--no-tickets"}, nil, "full version", "resumed by=id version"},
		{"never", []string{"--no-tickets", "--no-cache"}, nil, "full version", "full version"},
		// RFC 7627 5.3: a client with the extended master secret "SHOULD NOT offer" a session without.
		{"never without ems of the server", []string{"--ems=off"}, nil, " ems=no", "full version"},
		{"by ticket without ems of the client", nil, []string{"--ems=off"}, " ems=no", "resumed by=ticket"},
		{"another suite", []string{"--suites", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"}, []string{"--server-name", "b.example"},
			"suite=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA ems=yes server_name=b.example", "resumed by=ticket"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, append(test.server, "--count", "3")...)
			got := connect(t, append(test.client, s.addr, "--insecure", "-n", "3")...)
			if got.code != 0 || len(got.lines) != 3 {
				t.Fatalf("got %+v", got)
			}
			for n, want := range []string{test.first, test.repeated, test.repeated} {
				s.says(fmt.Sprintf("%d 127.0.0.1:", n+1), want)
				hasAll(t, "client", got.line(n), fmt.Sprintf("%d %s", n+1, s.addr), want)
			}
			if err := <-s.done; err != nil {
				t.Errorf("got %v after --count connections", err)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	s := serve(t, "--json")
	var listening struct{ Listening string }
	if err := json.Unmarshal([]byte(s.addr), &listening); err != nil {
		t.Fatal(err)
	}
	got := connect(t, listening.Listening, "--json", "--insecure", "--no-tickets")
	want := `{"connection":2,"remote":"` + listening.Listening +
		`","handshake":"resumed","by":"id","version":"1.2","suite":"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256","ems":true}`
	if got.line(1) != want {
		t.Errorf("got %s, want %s", got.line(1), want)
	}
	s.next()
	s.says(`{"connection":2,"remote":"127.0.0.1:`, `"handshake":"resumed","by":"id"`)
}

func TestConnectWithoutRequest(t *testing.T) {
	s := serve(t, "--count", "1")
	if got := connect(t, s.addr, "--insecure", "-n", "1", "--no-request"); got.code != 0 {
		t.Errorf("got %+v", got)
	}
	s.says("full")
	<-s.done
	if talk := s.talk.w.(*bytes.Buffer).String(); talk != "" {
		t.Errorf("got %q of a client that asks nothing", talk)
	}
}

// What a peer says does not reach the terminal as it is.
func TestServeQuotesServerNames(t *testing.T) {
	s := serve(t)
	c := connect(t, s.addr, "--insecure", "-n", "1", "--server-name", "\x1b[2J x=y")
	s.says(`server_name="\x1b[2J x=y"`)
	hasAll(t, "client", c.line(0), `server_name="\x1b[2J x=y"`)
	connect(t, s.addr, "--insecure", "-n", "1", "--server-name", strings.Repeat("x", 9000))
	if line := s.next(); len(line) > 500 {
		t.Errorf("got a line of %d bytes", len(line))
	}
}

// Each of these leaves a server that works.
func TestServeSurvives(t *testing.T) {
	s := serve(t, "--timeout", "300ms")
	for _, test := range []struct {
		name string
		do   func(raw net.Conn)
		want string
	}{
		{"plain HTTP", func(raw net.Conn) { io.WriteString(raw, "GET / HTTP/1.0\r\n\r\n") }, "failed alert=unexpected_message"},
		{"who leaves at once", func(raw net.Conn) { raw.Close() }, "closed the connection without a close_notify"},
		{"who is silent", func(net.Conn) {}, "timed out after 300ms"},
		{"who is slow", func(raw net.Conn) {
			for _, b := range []byte{22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3, 0, 0, 0, 0, 0, 0} {
				raw.Write([]byte{b})
				time.Sleep(30 * time.Millisecond)
			}
		}, "timed out after 300ms"},
	} {
		t.Run(test.name, func(t *testing.T) {
			raw := dialRaw(t, s.addr)
			test.do(raw)
			s.says("failed", test.want)
			dial(t, s.addr).ask(t, "GET / HTTP/1.0\r\n\r\n")
			s.says("full")
		})
	}
}

// A peer that shook hands and asks nothing is let go, with a word on stderr.
func TestServeBoundsTheRequest(t *testing.T) {
	s := serve(t, "--timeout", "200ms", "--count", "1")
	p := dial(t, s.addr)
	p.hello(t)
	s.says("full")
	if _, err := p.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("got %v, want the server's close_notify", err)
	}
	<-s.done
	hasAll(t, "stderr", s.talk.w.(*bytes.Buffer).String(), "tlsresume: connection 1: timed out after 200ms")
}

// Thousands of silent peers, more than there may be connections, shut nobody out
// who shakes hands: the oldest of them make room.
func TestServeSurvivesFlood(t *testing.T) {
	const places, silent = 1000, 3000
	s := serve(t, "--connections", fmt.Sprint(places), "--timeout", patience.String())
	lines := make(chan string, silent+2) // more than the pipe of the server's output holds
	go func() {
		for range cap(lines) {
			line, _ := s.out.ReadString('\n')
			lines <- line
		}
	}()
	before := dial(t, s.addr)
	before.hello(t)
	for range silent {
		dialRaw(t, s.addr)
	}
	p := dial(t, s.addr)
	p.hello(t)
	full := 0
	for range silent + 2 - places + 2 { // all that came, but those that stay
		switch line := <-lines; {
		case strings.Contains(line, " full "):
			full++
		case !strings.Contains(line, `failed error="made room: there are 1000 connections"`):
			t.Fatalf("got %q, want a connection that made room", line)
		}
	}
	if full != 2 {
		t.Errorf("%d shook hands, want the one before the flood and the one behind it", full)
	}
	for _, p := range []peer{before, p} { // and stay
		p.ask(t, "GET / HTTP/1.0\r\n\r\n")
	}
}

// The longest ClientHello that there is room for, and one byte more.
func TestServeTakesALongHello(t *testing.T) {
	s := serve(t)
	for more, want := range []string{"\x16\x03\x03", "\x15\x03\x01\x00\x02\x02\x32"} {
		raw := dialRaw(t, s.addr)
		raw.Write(inRecords(longHello(more)))
		got := make([]byte, len(want))
		if _, err := io.ReadFull(raw, got); err != nil || string(got) != want {
			t.Errorf("%d bytes too many: got % x, %v, want % x", more, got, err, want)
		}
		raw.Close()
		s.says("failed")
	}
}

// longHello is a ClientHello of 131,396 bytes, and more.
func longHello(more int) []byte {
	b := slices.Concat([]byte{3, 3}, make([]byte, 32), []byte{32}, make([]byte, 32), []byte{0xff, 0xfe})
	b = append(b, bytes.Repeat([]byte{0x0a, 0x0a}, 1<<15-2)...) // GREASE (RFC 8701)
	b = append(b, 0xc0, 0x2b, 255)
	b = append(b, make([]byte, 255)...)
	signatures := []byte{0, 13, 0, 4, 0, 2, 4, 3}
	b = append(b, 0xff, 0xff)
	b = append(b, signatures...)
	size := 1<<16 - 1 - len(signatures) - 4
	b = append(b, 0x0a, 0x0a, byte(size>>8), byte(size))
	b = append(b, make([]byte, size+more)...)
	return append([]byte{1, byte(len(b) >> 16), byte(len(b) >> 8), byte(len(b))}, b...)
}

func inRecords(message []byte) []byte {
	var b []byte
	for part := range slices.Chunk(message, 1<<14) {
		b = append(b, 22, 3, 1, byte(len(part)>>8), byte(len(part)))
		b = append(b, part...)
	}
	return b
}

func TestServeIsConcurrent(t *testing.T) {
	s := serve(t)
	silent := dialRaw(t, s.addr)
	defer silent.Close()
	dial(t, s.addr).ask(t, "GET / HTTP/1.0\r\n\r\n")
	s.says("2 127.0.0.1:", "full")
}

func TestServeIsInterrupted(t *testing.T) {
	s := serve(t)
	silent, p := dialRaw(t, s.addr), dial(t, s.addr)
	p.hello(t) // and so the server has accepted who came before
	s.next()
	begun := time.Now()
	s.stop()
	s.says("failed error=interrupted")
	if err := <-s.done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if waited := time.Since(begun); waited > patience/5 {
		t.Errorf("it took %v to end", waited)
	}
	for _, c := range []net.Conn{p, silent} {
		if _, err := io.Copy(io.Discard, c); err != nil {
			t.Errorf("got %v, want an orderly end", err)
		}
	}
	if c, err := net.Dial("tcp", s.addr); err == nil {
		c.Close()
		t.Error("it still listens")
	}
}
