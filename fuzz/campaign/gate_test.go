package campaign

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// talk is what was said to a person.
type talk struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (s *talk) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.Write(data)
}

func (s *talk) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.String()
}

// until waits for something that happens elsewhere.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 500 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s: it did not happen", what)
}

func gate(t *testing.T) (*Gate, *talk) {
	t.Helper()
	said := &talk{}
	g, err := listen("127.0.0.1:0", said, 300*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return g, said
}

// coordinator stands in for go-fuzz's: it answers each line with its name, and counts.
func coordinator(t *testing.T, name string) (address string, lines func() int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	var mu sync.Mutex
	n := 0
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				for in := bufio.NewScanner(c); in.Scan(); {
					mu.Lock()
					n++
					mu.Unlock()
					fmt.Fprintf(c, "%s: %s\n", name, in.Text())
				}
			}()
		}
	}()
	return l.Addr().String(), func() int { mu.Lock(); defer mu.Unlock(); return n }
}

// worker is one whose fuzzer says its target now and then, and tells on heard what it is
// answered.
func worker(g *Gate, build string, heard chan<- string) (Worker, *talk) {
	said := &talk{}
	return Worker{Address: g.Address(), Build: build, Talk: said, Pause: 10 * time.Millisecond, Patience: time.Minute,
		Fuzz: func(ctx context.Context, target, coordinator string) error {
			c, err := net.Dial("tcp", coordinator)
			if err != nil {
				return err
			}
			defer c.Close()
			for in := bufio.NewReader(c); ; {
				fmt.Fprintln(c, target)
				answer, err := in.ReadString('\n')
				if err != nil {
					<-ctx.Done() // as go-fuzz, which waits for ever
					return ctx.Err()
				}
				select {
				case heard <- strings.TrimSpace(answer):
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}}, said
}

// await hears answers until one is wanted.
func await(t *testing.T, heard <-chan string, want string) {
	t.Helper()
	for {
		select {
		case got := <-heard:
			if got == want {
				return
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("%q was never heard", want)
		}
	}
}

// A worker waits for a slice, follows the gate to the next, and may come and go.
func TestWorkersFollowTheGate(t *testing.T) {
	g, said := gate(t)
	a, _ := coordinator(t, "a")
	b, _ := coordinator(t, "b")
	heard := make(chan string)
	w, _ := worker(g, "k1", heard)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- w.Run(ctx) }()
	select {
	case got := <-heard:
		t.Errorf("got %q before there was anything", got)
	case <-time.After(50 * time.Millisecond):
	}
	g.Open("k1", "Client", a)
	await(t, heard, "a: Client")
	g.Shut()
	g.Open("k1", "Server", b)
	await(t, heard, "b: Server")
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	until(t, "the gate tells that it left", func() bool { return strings.Count(said.String(), "leaves Server") == 1 })
	ctx, stop = context.WithCancel(t.Context())
	defer stop()
	go func() { ended <- w.Run(ctx) }()
	await(t, heard, "b: Server")
	stop()
	<-ended
}

// A worker of another build is not let in, and both sides are told why.
func TestAWorkerOfAnotherBuildIsNotLetIn(t *testing.T) {
	g, said := gate(t)
	address, lines := coordinator(t, "a")
	g.Open("k1", "Client", address)
	w, _ := worker(g, "k2", nil)
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	err := w.Run(ctx)
	var refused *Refusal
	if want := "the coordinator's sources are k1, the worker's are \"k2\": bring both to one commit"; !errors.As(err, &refused) || refused.Why != want {
		t.Errorf("got %v, want %s", err, want)
	}
	until(t, "the gate tells", func() bool {
		return strings.Contains(said.String(), "not let in: its sources are \"k2\", ours are k1")
	})
	if n := lines(); n > 0 {
		t.Errorf("the coordinator heard %d lines", n)
	}
}

// Whatever comes to a gate that is no worker of ours is sent away, and told to the
// coordinator's side: go-fuzz's own protocol, a line that never ends, one that never comes.
func TestStrangersAreSentAway(t *testing.T) {
	for name, is := range map[string]struct{ sent, answer, said string }{
		"another protocol": {"GET / HTTP/1.1\r\n", "no got", "want tlsresume worker 1 BUILD"},
		"another version":  {"tlsresume worker 2 k1\n", "no got", "want tlsresume worker 1 BUILD"},
		"go-fuzz's own":    {"\x3e\xff\x81\x03\x01\x01\x07Request", "", "want a line of at most 512 bytes: "},
		"no end":           {strings.Repeat("x", 5000), "", "want a line of at most 512 bytes: bufio: buffer full"},
		"nothing":          {"", "", "i/o timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			g, said := gate(t)
			address, lines := coordinator(t, "a")
			g.Open("k1", "Client", address)
			c, err := net.Dial("tcp", g.Address())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			io.WriteString(c, is.sent)
			answer, _ := io.ReadAll(c)
			if !strings.HasPrefix(string(answer), is.answer) || is.answer == "" && len(answer) > 0 {
				t.Errorf("got the answer %q, want %q", answer, is.answer)
			}
			until(t, is.said, func() bool { return strings.Contains(said.String(), is.said) })
			if n := lines(); n > 0 {
				t.Errorf("the coordinator heard %d lines", n)
			}
		})
	}
}

func TestAWorkerGivesUp(t *testing.T) {
	g, _ := gate(t)
	address, _ := coordinator(t, "a")
	g.Open("k1", "Client", address)
	w, said := worker(g, "k1", nil)
	broken := errors.New("the fuzzer is broken")
	w.Fuzz = func(context.Context, string, string) error { return broken }
	if err := w.Run(t.Context()); !errors.Is(err, broken) || strings.Count(said.String(), "fuzzing Client") != 3 {
		t.Errorf("got %v after\n%s, want %v after three tries", err, said, broken)
	}
	g.Close()
	w.Patience = 50 * time.Millisecond
	if err := w.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "no coordinator at "+g.Address()+" for 50ms") {
		t.Errorf("got %v, want that there is no coordinator", err)
	}
	// What listens there is no gate.
	w.Address, _ = coordinator(t, "x")
	if err := w.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "it is no gate") {
		t.Errorf("got %v, want that it is no gate", err)
	}
}

func TestWhatIsLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:1": true, "127.8.0.1:1": true, "[::1]:1": true, "localhost:1": true,
		":1": false, "0.0.0.0:1": false, "[::]:1": false, "192.0.2.1:1": false,
	} {
		if got, err := Loopback(t.Context(), address); got != want || err != nil {
			t.Errorf("%s: got %t, %v, want %t", address, got, err, want)
		}
	}
	if _, err := Loopback(t.Context(), "127.0.0.1"); err == nil || !strings.Contains(err.Error(), "want HOST:PORT") {
		t.Errorf("got %v, want an error about the port", err)
	}
}
