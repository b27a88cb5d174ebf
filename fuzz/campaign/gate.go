package campaign

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// A Gate is where workers of other machines come to go-fuzz's coordinator, which itself
// listens on loopback alone and asks nothing of whoever comes. At the gate a worker says
// of which build it is, and is told the target, in a line each; then the connection is
// go-fuzz's own.
//
//	worker: tlsresume worker 1 BUILD
//	gate:   fuzz TARGET, or wait, or no and why
//
// Neither says who it is: a gate is for loopback, or a network of which everybody is
// trusted.
type Gate struct {
	listener net.Listener
	say      func(format string, args ...any)
	greeting time.Duration // that a worker has for its line
	served   sync.WaitGroup

	mu      sync.Mutex
	open    *opening
	visitor map[net.Conn]bool
}

// An opening is what lies behind a gate.
type opening struct{ build, target, coordinator string }

const (
	hello    = "tlsresume worker 1 "
	fuzzThis = "fuzz "
	wait     = "wait"
	no       = "no "
	// maxLine is how long a line of a gate or a worker is at most.
	maxLine = 512
)

// Listen makes a gate on HOST:PORT. Nothing lies behind it yet: workers are to wait.
func Listen(address string, talk io.Writer) (*Gate, error) {
	return listen(address, talk, 10*time.Second)
}

func listen(address string, talk io.Writer, greeting time.Duration) (*Gate, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	g := &Gate{listener: listener, say: sayer(talk), greeting: greeting, visitor: map[net.Conn]bool{}}
	g.served.Go(g.serve)
	return g, nil
}

// sayer writes whole lines, whoever else does.
func sayer(talk io.Writer) func(format string, args ...any) {
	var mu sync.Mutex
	return func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(talk, format+"\n", args...)
	}
}

// Address is what workers are to come to.
func (g *Gate) Address() string { return g.listener.Addr().String() }

// Open leads workers of a build to the coordinator of a target, until it is shut.
func (g *Gate) Open(build, target, coordinator string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = &opening{build, target, coordinator}
}

// Shut sends all workers away. They come back and wait.
func (g *Gate) Shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = nil
	for c := range g.visitor {
		c.Close()
	}
}

// Close ends the gate.
func (g *Gate) Close() error {
	err := g.listener.Close()
	g.Shut()
	g.served.Wait()
	return err
}

func (g *Gate) serve() {
	for {
		worker, err := g.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			g.say("%s: %v", g.Address(), err)
			time.Sleep(time.Second) // such as too many open files: it passes
			continue
		}
		g.served.Go(func() {
			defer worker.Close()
			g.enter(worker)
			defer g.leave(worker)
			if err := g.receive(worker); err != nil {
				g.say("%v: not let in: %v", worker.RemoteAddr(), err)
			}
		})
	}
}

// receive greets a worker, and leads it on. An error is why it does not.
func (g *Gate) receive(worker net.Conn) error {
	worker.SetDeadline(time.Now().Add(g.greeting))
	in := bufio.NewReaderSize(worker, maxLine)
	line, err := readLine(in)
	if err != nil {
		return err
	}
	build, is := strings.CutPrefix(line, hello)
	if !is {
		fmt.Fprintf(worker, "%sgot %.60q, want %sBUILD: a worker is started by tlsresume fuzz run --worker\n", no, line, hello)
		return fmt.Errorf("got %.60q, want %sBUILD", line, hello)
	}
	way := g.way()
	if way == nil {
		_, err := fmt.Fprintln(worker, wait)
		return err
	}
	if build != way.build {
		fmt.Fprintf(worker, "%sthe coordinator's sources are %s, the worker's are %.40q: bring both to one commit\n", no, way.build, build)
		return fmt.Errorf("its sources are %.40q, ours are %s", build, way.build)
	}
	coordinator, err := net.DialTimeout("tcp", way.coordinator, g.greeting)
	if err != nil {
		_, err := fmt.Fprintln(worker, wait) // it has not begun to listen; if it died the campaign tells
		return err
	}
	defer coordinator.Close()
	if _, err := fmt.Fprintln(worker, fuzzThis+way.target); err != nil {
		return err
	}
	worker.SetDeadline(time.Time{})
	g.say("%v: a worker joins %s", worker.RemoteAddr(), way.target)
	splice(buffered{in, worker}, coordinator)
	g.say("%v: the worker leaves %s", worker.RemoteAddr(), way.target)
	return nil
}

// way is where workers are led just now, or nil.
func (g *Gate) way() *opening {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open
}

// enter has Shut close a connection: before it is led anywhere, so that Shut misses none.
func (g *Gate) enter(worker net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.visitor[worker] = true
}

func (g *Gate) leave(worker net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.visitor, worker)
}

// readLine reads a line that is not too long, without its end.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return "", fmt.Errorf("got %.60q, want a line of at most %d bytes: %w", line, maxLine, err)
	}
	return strings.TrimSuffix(string(line), "\n"), nil
}

// A buffered connection begins with what was read behind a line.
type buffered struct {
	io.Reader
	io.WriteCloser
}

// splice moves bytes both ways until one end is closed, and closes the other.
func splice(a, b io.ReadWriteCloser) {
	var both sync.WaitGroup
	for _, way := range [][2]io.ReadWriteCloser{{a, b}, {b, a}} {
		both.Go(func() {
			io.Copy(way[1], way[0])
			a.Close()
			b.Close()
		})
	}
	both.Wait()
}
