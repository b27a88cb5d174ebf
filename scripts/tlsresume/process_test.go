package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/goleak"
)

// patience is more than anything takes here.
const patience = 15 * time.Second

// leaveNothing fails a test that leaves a goroutine behind.
func leaveNothing(t *testing.T) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
}

// A result is what a command came to.
type result struct {
	lines []string // of stdout
	talk  string   // stderr
	code  int
}

func (r result) line(n int) string {
	if n < len(r.lines) {
		return r.lines[n]
	}
	return ""
}

// execute runs a command in this process.
func execute(ctx context.Context, c *cobra.Command, args ...string) result {
	var out, talk bytes.Buffer
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetOut(&out)
	c.SetErr(&talk)
	c.SetArgs(args)
	err := c.ExecuteContext(ctx)
	report(&talk, err)
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	return result{lines, talk.String(), exitCode(err)}
}

func connect(t *testing.T, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return execute(ctx, newConnectCommand(), args...)
}

// A served is a server that runs in this process.
type served struct {
	t    *testing.T
	addr string
	out  *bufio.Reader
	talk *locked
	done chan error
	stop context.CancelFunc
}

func serve(t *testing.T, args ...string) *served {
	t.Helper()
	leaveNothing(t)
	ctx, stop := context.WithTimeout(context.Background(), patience)
	r, w, err := os.Pipe() // it holds lines that nobody reads
	if err != nil {
		t.Fatal(err)
	}
	s := &served{t: t, out: bufio.NewReader(r), talk: &locked{w: new(bytes.Buffer)}, done: make(chan error, 1), stop: stop}
	c := newServeCommand()
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetOut(w)
	c.SetErr(s.talk)
	c.SetArgs(args)
	var ended sync.WaitGroup
	ended.Go(func() {
		err := c.ExecuteContext(ctx)
		w.Close()
		s.done <- err
	})
	t.Cleanup(func() {
		stop()
		ended.Wait()
		r.Close()
	})
	s.addr = strings.TrimPrefix(s.next(), "listening on ")
	return s
}

// next is the next line that the server prints.
func (s *served) next() string {
	s.t.Helper()
	line, err := s.out.ReadString('\n')
	if err != nil {
		s.t.Fatalf("got %q, %v, want a line of the server", line, err)
	}
	return strings.TrimSuffix(line, "\n")
}

// says fails unless the next line has all of the words.
func (s *served) says(words ...string) {
	s.t.Helper()
	hasAll(s.t, "server", s.next(), words...)
}

func hasAll(t *testing.T, who, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s: got %q, want %q in it", who, text, w)
		}
	}
}

// A process is one that a test started. It ends with the test at the latest.
type process struct {
	*exec.Cmd
	out  *bufio.Reader
	talk *bytes.Buffer
	in   io.WriteCloser // held open until the process has ended
}

func start(t *testing.T, env []string, name string, args ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), env...)
	p := &process{Cmd: c, talk: new(bytes.Buffer)}
	p.Stderr = p.talk
	in, err := p.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.in, p.out = in, bufio.NewReader(out)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel() // kills it by its pid
		p.Wait()
	})
	return p
}

// until reads lines to the one that has the words.
func (p *process) until(t *testing.T, words string) string {
	t.Helper()
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatalf("%v: got %v, want %q\n%s", p.Args, err, words, p.talk)
		}
		if strings.Contains(line, words) {
			return strings.TrimSpace(line)
		}
	}
}

func TestServeEndsBySignal(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			p := start(t, nil, "tlsresume", "serve") // testscript.Main puts it there
			addr := strings.TrimPrefix(p.until(t, "listening on "), "listening on ")
			peer := dial(t, addr)
			peer.hello(t)
			p.until(t, "1 127.0.0.1:")
			p.Process.Signal(sig)
			if _, err := peer.Read(make([]byte, 1)); err != io.EOF {
				t.Errorf("got %v, want the close_notify of a server that ends", err)
			}
			p.Wait()
			if code := p.ProcessState.ExitCode(); code != 130 {
				t.Errorf("got exit code %d, want 130\n%s", code, p.talk)
			}
		})
	}
}
