package tlsconn_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"crypto/x509"

	"tlsresume/impl/handshake"
	"tlsresume/impl/peers/installed"
	"tlsresume/impl/tlsconn"
	"tlsresume/impl/wire"
)

// A program is an openssl that runs.
type program struct {
	t     *testing.T
	stdin io.WriteCloser
	log   string // of messages
	mu    sync.Mutex
	out   bytes.Buffer
	ended chan struct{}
}

// Write takes what the program says.
func (p *program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Write(b)
}

func (p *program) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// openssl starts the program, whose standard input stays open until the test ends.
func openssl(t *testing.T, args ...string) *program {
	t.Helper()
	path := installed.Program(t, "openssl", "openssl")
	p := &program{t: t, log: filepath.Join(t.TempDir(), "messages"), ended: make(chan struct{})}
	cmd := exec.Command(path, append(args, "-msg", "-msgfile", p.log)...)
	cmd.Stdout, cmd.Stderr = p, p
	var err error
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { cmd.Wait(); close(p.ended) }()
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-p.ended
		if t.Failed() && testing.Verbose() {
			t.Logf("openssl %s:\n%s", strings.Join(args, " "), p.said())
		}
	})
	return p
}

// types sends a line.
func (p *program) types(line string) {
	p.t.Helper()
	if _, err := io.WriteString(p.stdin, line+"\n"); err != nil {
		p.t.Fatal(err)
	}
}

// awaits waits until the program has said something, and gives what it matched.
func (p *program) awaits(pattern string) []string {
	p.t.Helper()
	re := regexp.MustCompile(pattern)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if m := re.FindStringSubmatch(p.said()); m != nil {
			return m
		}
	}
	p.t.Fatalf("openssl did not say %q", pattern)
	return nil
}

// finished are the Finished that -msg has shown, in their order.
func (p *program) finished() (all [][]byte) {
	for _, m := range regexp.MustCompile(`Finished\n +14 00 00 0c((?: [0-9a-f]{2}){12})`).FindAllStringSubmatch(p.messages(), -1) {
		b, err := hex.DecodeString(strings.ReplaceAll(m[1], " ", ""))
		if err != nil {
			p.t.Fatal(err)
		}
		all = append(all, b)
	}
	return all
}

// shows wants a message among those that -msg has shown.
func (p *program) shows(what string) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(p.messages(), what) {
			return
		}
	}
	p.t.Fatalf("openssl does not show %q", what)
}

// messages is what -msg has shown: in a file, so as not to cut what is said in two.
func (p *program) messages() string {
	b, err := os.ReadFile(p.log)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

// agrees compares what openssl exports, and the first Finished of the latest handshake,
// with ours. It prints keying material once, behind the first handshake.
func (p *program) agrees(a, first handshake.Agreement) {
	p.t.Helper()
	want := strings.ToLower(p.awaits(`Keying material: ([0-9A-F]{80})`)[1])
	if got, err := first.Export("EXPORTER-test", nil, 40); err != nil || hex.EncodeToString(got) != want {
		p.t.Errorf("exporter: got %x, %v, want %s", got, err, want)
	}
	finished := p.finished()
	unique, err := a.Binding("tls-unique")
	if err != nil || len(finished) != 2*(a.Renegotiations+1) || !bytes.Equal(unique, finished[len(finished)-2]) {
		p.t.Errorf("tls-unique: got %x, %v, want that of the latest of %x", unique, err, finished)
	}
}

var exporting = []string{"-keymatexport", "EXPORTER-test", "-keymatexportlen", "40"}

// protocols are the flags and the names of the versions.
var protocols = map[wire.Version]string{wire.TLS10: "-tls1", wire.TLS11: "-tls1_1", wire.TLS12: "-tls1_2"}

// credentialFile is a credential of our servers, as openssl takes it.
func credentialFile(t *testing.T, kind wire.KeyType) string {
	t.Helper()
	c := credentials[kind]()
	key, err := x509.MarshalPKCS8PrivateKey(c.Key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "server.pem")
	text := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Chain[0]})...)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// sClient connects an s_client to a server of ours, and gives the latter's end.
func sClient(t *testing.T, cfg *tlsconn.Config, args ...string) (*program, *tlsconn.Conn) {
	t.Helper()
	p, s := startClient(t, cfg, args...)
	if err := s.Handshake(context.Background()); err != nil {
		t.Fatal(err)
	}
	p.awaits("Secure Renegotiation IS supported")
	return p, s
}

// startClient starts an s_client, which speaks first.
func startClient(t *testing.T, cfg *tlsconn.Config, args ...string) (*program, *tlsconn.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := openssl(t, append([]string{"s_client", "-connect", l.Addr().String(), "-servername", name, "-cipher", "ALL:@SECLEVEL=0"}, args...)...)
	l.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	raw, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	raw.SetDeadline(time.Now().Add(patience))
	s := tlsconn.Server(raw, cfg)
	t.Cleanup(func() { s.Close() })
	return p, s
}

// sServer starts an s_server and shakes hands with it.
func sServer(t *testing.T, cfg *tlsconn.Config, args ...string) (*program, *tlsconn.Conn) {
	t.Helper()
	p := startServer(t, args...)
	c := p.dial(cfg)
	if err := c.Handshake(context.Background()); err != nil {
		t.Fatal(err)
	}
	return p, c
}

// startServer starts an s_server.
func startServer(t *testing.T, args ...string) *program {
	t.Helper()
	file := credentialFile(t, wire.KeyECDSA)
	return openssl(t, append([]string{"s_server", "-accept", "127.0.0.1:0", "-cert", file, "-key", file, "-cipher", "ALL:@SECLEVEL=0"}, args...)...)
}

// dial connects a client of ours to an s_server, which serves one at a time.
func (p *program) dial(cfg *tlsconn.Config) *tlsconn.Conn {
	p.t.Helper()
	raw, err := net.Dial("tcp", p.awaits(`ACCEPT (127\.0\.0\.1:\d+)`)[1])
	if err != nil {
		p.t.Fatal(err)
	}
	raw.SetDeadline(time.Now().Add(patience))
	c := tlsconn.Client(raw, cfg)
	p.t.Cleanup(func() { c.Close() })
	return c
}

// hears wants what openssl has typed.
func hears(t *testing.T, c *tlsconn.Conn, words string) {
	t.Helper()
	got := make([]byte, len(words))
	if _, err := io.ReadFull(c, got); err != nil || string(got) != words {
		t.Fatalf("got %q, %v, want %q", got, err, words)
	}
}

func tells(t *testing.T, c *tlsconn.Conn, p *program, words string) {
	t.Helper()
	if _, err := c.Write([]byte(words)); err != nil {
		t.Fatal(err)
	}
	p.awaits(regexp.QuoteMeta(words))
}

func onlyVersion(cfg *tlsconn.Config, v wire.Version) *tlsconn.Config {
	cfg.Policy.Versions = []wire.Version{v}
	cfg.Policy.Renegotiation = handshake.Freely
	return cfg
}

// Our server and s_client, each version: either begins, the data is not disturbed,
// and both bind the same.
func TestServerRenegotiatesWithOpenSSL(t *testing.T) {
	for v, flag := range protocols {
		t.Run(v.String(), func(t *testing.T) {
			p, s := sClient(t, onlyVersion(serverConfig(t, wire.KeyECDSA), v), append(exporting, flag)...)
			first, _ := s.Agreement()
			p.agrees(first, first)
			p.types("before")
			hears(t, s, "before\n")
			p.types("R") // it begins
			p.awaits("RENEGOTIATING")
			p.types("between")
			hears(t, s, "between\n")
			tells(t, s, p, "from the server\n")
			if err := s.Renegotiate(context.Background()); err != nil {
				t.Fatal(err)
			}
			tells(t, s, p, "from the server again\n")
			p.types("behind")
			hears(t, s, "behind\n")
			a, _ := s.Agreement()
			if a.Renegotiations != 2 {
				t.Errorf("got %d renegotiations", a.Renegotiations)
			}
			p.agrees(a, first)
		})
	}
}

// Our client and s_server, likewise.
func TestClientRenegotiatesWithOpenSSL(t *testing.T) {
	for v, flag := range protocols {
		t.Run(v.String(), func(t *testing.T) {
			p, c := sServer(t, onlyVersion(clientConfig(), v), append(exporting, flag, "-client_renegotiation")...)
			first, _ := c.Agreement()
			p.agrees(first, first)
			tells(t, c, p, "before\n")
			if err := c.Renegotiate(context.Background()); err != nil {
				t.Fatal(err)
			}
			tells(t, c, p, "between\n")
			p.types("r") // it asks
			p.shows("HelloRequest")
			p.types("from the server")
			hears(t, c, "from the server\n")
			tells(t, c, p, "behind\n")
			for n := 0; count(t, c) < 2 && n < 20; n++ {
				p.types("more")
				hears(t, c, "more\n")
			}
			a, _ := c.Agreement()
			if a.Renegotiations != 2 {
				t.Errorf("got %d renegotiations", a.Renegotiations)
			}
			p.agrees(a, first)
		})
	}
}

// RFC 5246 7.2.2: a refusal is a warning, behind which the one that refuses
// goes on. openssl gives up when it gets one: the requester "can decide whether to
// proceed".
func TestRefusalsWithOpenSSL(t *testing.T) {
	t.Run("by s_server", func(t *testing.T) {
		p, c := sServer(t, clientConfig(), "-tls1_2")
		if err := c.Renegotiate(context.Background()); err != tlsconn.ErrRenegotiationRefused {
			t.Fatalf("got %v", err)
		}
		tells(t, c, p, "goes on\n")
	})
	t.Run("by s_client", func(t *testing.T) {
		p, s := sClient(t, serverConfig(t, wire.KeyECDSA), "-tls1_2", "-no_renegotiation")
		if err := s.Renegotiate(context.Background()); err != tlsconn.ErrRenegotiationRefused {
			t.Fatalf("got %v", err)
		}
		tells(t, s, p, "goes on\n")
	})
	t.Run("by our client", func(t *testing.T) {
		p, c := sServer(t, clientConfig(), "-tls1_2")
		p.types("r")
		var alert *tlsconn.AlertError
		if _, err := c.Read(make([]byte, 1)); !errors.As(err, &alert) || alert.Alert != wire.HandshakeFailure {
			t.Errorf("got %v", err)
		}
		p.shows("warning no_renegotiation")
	})
	t.Run("by our server", func(t *testing.T) {
		p, s := sClient(t, serverConfig(t, wire.KeyECDSA), "-tls1_2")
		p.types("R")
		_, err := s.Read(make([]byte, 1))
		p.shows("warning no_renegotiation")
		p.awaits("no renegotiation")
		if count(t, s) != 0 || err == nil {
			t.Errorf("got %v, %d renegotiations", err, count(t, s))
		}
	})
}
