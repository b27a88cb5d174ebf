package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tlsresume/impl/peers/installed"
)

// patience bounds every wait of a test.
const patience = 30 * time.Second

// TestMain lets the test's own program be the shim, as the runner starts it.
func TestMain(m *testing.M) {
	if os.Getenv("BE_THE_SHIM") != "" {
		main()
	}
	goleak.VerifyTestMain(m)
}

// A runner is the part of a test runner that a shim can see: it starts the shim
// and is its TCP server.
type runner struct {
	t        *testing.T
	listener net.Listener
	id       uint64
	network  string
}

var lastID atomic.Uint64

func newRunner(t *testing.T) *runner { return listenOn(t, "tcp4", "127.0.0.1:0") }

func listenOn(t *testing.T, network, addr string) *runner {
	t.Helper()
	if testing.Short() {
		t.Skip("it starts processes, which the race detector makes slow and cannot look into together")
	}
	l, err := net.Listen(network, addr)
	if err != nil {
		installed.Missing(t, network, err.Error())
	}
	t.Cleanup(func() { l.Close() })
	return &runner{t: t, listener: l, id: lastID.Add(1) | 0x0102030405060000, network: network}
}

// A result is what a shim leaves behind.
type result struct {
	code   int
	stderr string
	stdout string
}

// A shim is a process that was started.
type shim struct {
	*runner
	ended          chan struct{}
	stdout, stderr bytes.Buffer
	cmd            *exec.Cmd
}

// start starts a shim for a test with flags.
func (r *runner) start(flags ...string) *shim {
	r.t.Helper()
	_, port, _ := net.SplitHostPort(r.listener.Addr().String())
	args := []string{"-port", port, "-shim-id", strconv.FormatUint(r.id, 10)}
	if r.network == "tcp6" {
		args = append(args, "-ipv6")
	}
	return r.exec(append(args, flags...)...)
}

func (r *runner) exec(args ...string) *shim {
	r.t.Helper()
	self, err := os.Executable()
	if err != nil {
		r.t.Fatal(err)
	}
	s := &shim{runner: r, ended: make(chan struct{}), cmd: exec.Command(self, args...)}
	s.cmd.Env = append(os.Environ(), "BE_THE_SHIM=1")
	s.cmd.Stdout, s.cmd.Stderr = &s.stdout, &s.stderr
	if err := s.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	go func() { s.cmd.Wait(); close(s.ended) }()
	r.t.Cleanup(func() {
		s.cmd.Process.Kill()
		<-s.ended
		if r.t.Failed() {
			r.t.Logf("%q says %q", args, s.stderr.String())
		}
	})
	return s
}

// accept takes the shim's next connection, and the eight bytes that it begins with.
func (s *shim) accept() net.Conn {
	s.t.Helper()
	s.listener.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	conn, err := s.listener.Accept()
	if err != nil {
		s.t.Fatalf("%v; the shim says %q", err, s.stderr.String())
	}
	s.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	var id [8]byte
	if _, err := io.ReadFull(conn, id[:]); err != nil || binary.LittleEndian.Uint64(id[:]) != s.id {
		s.t.Fatalf("got the id %x, %v, want %d", id, err, s.id)
	}
	return conn
}

// connections is how many the shim was told to make.
func (s *shim) connections() int {
	p, err := parse(s.cmd.Args[1:])
	if err != nil {
		s.t.Fatal(err)
	}
	return p.first.resumeCount + 1
}

// end waits for the shim's end.
func (s *shim) end() result {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.t.Fatal("the shim does not end")
	}
	return result{s.cmd.ProcessState.ExitCode(), s.stderr.String(), s.stdout.String()}
}

// passes wants success: nothing on stderr.
func (s *shim) passes() {
	s.t.Helper()
	if r := s.end(); r.code != 0 || r.stderr != "" {
		s.t.Errorf("got exit code %d, %q on stderr, want 0 and nothing", r.code, r.stderr)
	}
}

// fails wants a failure with all of these lines on stderr.
func (s *shim) fails(lines ...string) {
	s.t.Helper()
	r := s.end()
	if r.code != codeFailed {
		s.t.Errorf("got exit code %d, want %d", r.code, codeFailed)
	}
	for _, line := range lines {
		if !strings.Contains("\n"+r.stderr, "\n"+line) {
			s.t.Errorf("got %q on stderr, want a line that begins with %q", r.stderr, line)
		}
	}
}

func TestProbe(t *testing.T) {
	r := newRunner(t)
	for _, args := range [][]string{{probe}, {"-some-extra", "flag", probe}} {
		got := r.exec(args...).end()
		if want := (result{0, "", "No\n"}); got != want {
			t.Errorf("%q: got %+v, want %+v", args, got, want)
		}
	}
}

// What is not implemented is told before the shim connects.
func TestUnimplementedIsToldAtOnce(t *testing.T) {
	r := newRunner(t)
	for _, flags := range [][]string{{"-no-such-flag"}, {"-min-version", "772"}} {
		if got := r.start(flags...).end(); got.code != codeUnimplemented || got.stderr == "" {
			t.Errorf("%q: got %+v, want exit code %d and why", flags, got, codeUnimplemented)
		}
	}
	r.listener.(*net.TCPListener).SetDeadline(time.Now().Add(50 * time.Millisecond))
	if c, err := r.listener.Accept(); err == nil {
		t.Errorf("a shim connected from %v", c.RemoteAddr())
	}
}
