package extstore_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tlsresume/impl/extstore"
	"tlsresume/impl/peers/installed"
	"tlsresume/impl/peers/process"
	"tlsresume/impl/session"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A program is a cache that tests start.
type program struct {
	name, debian, program string
	args                  func(t *testing.T, socket string) []string
	open                  func(addr string, cfg extstore.Config) (*extstore.Store, error)
}

var programs = []program{
	{"memcached", "memcached", "memcached", memcachedArgs, extstore.Memcached},
	{"redis", "redis-server", "redis-server", redisArgs, extstore.Redis},
}

// memcachedArgs have it run as whoever we are: root is nobody to it unless it is told.
func memcachedArgs(t *testing.T, socket string) []string {
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	return []string{"-s", socket, "-U", "0", "-u", me.Username, "-m", "16", "-t", "2"}
}

func redisArgs(_ *testing.T, socket string) []string {
	return []string{"--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", filepath.Dir(socket)}
}

// A server is a cache that runs.
type server struct {
	socket string
	path   string
	args   []string
	proc   *process.Process
}

// start starts a cache on a socket that nobody else sees. It ends with the test.
func (p program) start(t *testing.T) *server {
	t.Helper()
	path := installed.Program(t, p.program, p.debian)
	dir, err := os.MkdirTemp("", "extstore") // short: the path of a socket has little room
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	s := &server{socket: socket, path: path, args: p.args(t, socket)}
	t.Cleanup(func() { s.kill() })
	if err := s.up(); err != nil {
		t.Fatal(err)
	}
	return s
}

// up starts the program and waits until it takes connections.
func (s *server) up() (err error) {
	os.Remove(s.socket)
	if s.proc, err = process.Start(context.Background(), nil, s.path, s.args...); err != nil {
		return err
	}
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(time.Millisecond) {
		if c, err := net.Dial("unix", s.socket); err == nil {
			return c.Close()
		}
		if s.proc.Ended() {
			break
		}
	}
	return errors.New(s.path + " does not come up:\n" + s.proc.Text())
}

func (s *server) kill() error { return s.proc.Kill() }

func (s *server) restart() error { return errors.Join(s.kill(), s.up()) }

// freeze stops the program, which keeps its connections and answers none.
func (s *server) freeze(t *testing.T) {
	t.Helper()
	if err := syscall.Kill(s.proc.Pid(), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	// The signal reaches one thread after another, and the last may still answer.
	for began := time.Now(); !s.stopped(t); time.Sleep(time.Millisecond) {
		if time.Since(began) > 10*time.Second {
			t.Fatal("it does not stop")
		}
	}
}

// stopped reports whether every thread stands still: proc_pid_stat(5).
func (s *server) stopped(t *testing.T) bool {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", s.proc.Pid()))
	if err != nil || len(threads) == 0 {
		t.Fatalf("got no threads of %d in /proc: %v", s.proc.Pid(), err)
	}
	return !slices.ContainsFunc(threads, func(file string) bool {
		stat, err := os.ReadFile(file)
		_, state, ok := bytes.Cut(stat, []byte(") "))
		return err == nil && !(ok && state[0] == 'T')
	})
}

const lifetime = time.Hour

// config has a key of its own.
func config(t *testing.T) extstore.Config {
	t.Helper()
	key, err := session.NewTicketKey(session.GCM, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return extstore.Config{
		Sealer: session.NewRing(key), Lifetime: lifetime, Timeout: 5 * time.Second,
		Failed: func(err error) { t.Error(err) },
	}
}

// opened is a Store that ends with the test.
func (p program) opened(t *testing.T, addr string, cfg extstore.Config) *extstore.Store {
	t.Helper()
	s, err := p.open(addr, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// eachProgram runs a test with every cache.
func eachProgram(t *testing.T, test func(*testing.T, program)) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) { test(t, p) })
	}
}

var epoch = time.Unix(1_750_000_000, 0).UTC()

// made is a session that was made at the epoch.
func made() *session.State {
	s := &session.State{
		Version: 0x0303, Suite: 0xc02b, Created: epoch, EMS: true, ServerName: "a.example", VirtualHost: "a.example",
		Client: session.Identity{Auth: session.CertificateBased, Certificates: [][]byte{[]byte("a certificate")}},
	}
	copy(s.Master[:], bytes.Repeat([]byte("secret! "), 6))
	return s
}
