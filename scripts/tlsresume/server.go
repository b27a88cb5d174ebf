package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"tlsresume/impl/tlsconn"
)

// A server accepts connections and answers them, each for a bounded time.
type server struct {
	cfg   *tlsconn.Config
	o     *serveOptions
	print *printer
	talk  io.Writer

	room    *room
	running sync.WaitGroup
}

func newServer(cfg *tlsconn.Config, o *serveOptions, p *printer, talk io.Writer) *server {
	return &server{cfg: cfg, o: o, print: p, talk: &locked{w: talk}, room: newRoom(o.connections)}
}

// locked is a writer for many at once.
type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// run serves until there were enough connections, or until ctx ends: then it
// closes those that are open.
func (s *server) run(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	err := s.accept(ctx, l)
	l.Close()
	s.running.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func (s *server) accept(ctx context.Context, l net.Listener) error {
	for number := 1; s.o.count == 0 || number <= s.o.count; number++ {
		conn, err := s.next(ctx, l)
		if err != nil {
			return err
		}
		conn.SetDeadline(time.Now().Add(s.o.timeout))
		g, ok := s.room.enter(conn, ctx.Done())
		if !ok {
			return conn.Close()
		}
		s.running.Go(func() {
			defer s.room.leave(g)
			s.serve(ctx, number, g)
		})
	}
	return nil
}

// The bounds of trying again.
const (
	acceptTries = 100
	acceptPause = 50 * time.Millisecond
)

// next accepts a connection. Errors such as too many open files pass.
func (s *server) next(ctx context.Context, l net.Listener) (conn net.Conn, err error) {
	for range acceptTries {
		conn, err = l.Accept()
		if err == nil || ctx.Err() != nil {
			return conn, err
		}
		fmt.Fprintf(s.talk, "tlsresume: %v\n", err)
		time.Sleep(acceptPause)
	}
	return nil, err
}

// serve does one connection: it shakes hands, prints the outcome, and answers a
// request. All of it has one deadline, so that a peer that sends a byte now and
// then holds its place no longer than one that is silent.
func (s *server) serve(ctx context.Context, number int, g *guest) {
	stop := context.AfterFunc(ctx, func() { g.conn.SetDeadline(time.Now()) })
	defer stop()
	conn := tlsconn.Server(g.conn, s.cfg)
	defer conn.Close()
	remote := g.conn.RemoteAddr().String()
	if err := conn.Handshake(context.Background()); err != nil {
		s.print.print(failed(number, remote, s.plainly(ctx, g, err)))
		return
	}
	s.room.shook(g)
	a, _ := conn.Agreement()
	o := agreed(number, remote, a)
	s.print.print(o)
	if err := s.exchange(conn, number, remote, o); err != nil {
		fmt.Fprintf(s.talk, "tlsresume: connection %d: %v\n", number, s.plainly(ctx, g, err))
	}
}

// exchange answers a request, behind a renegotiation if there shall be one.
func (s *server) exchange(conn *tlsconn.Conn, number int, remote string, o connection) error {
	if s.o.renegotiate {
		if err := conn.Renegotiate(context.Background()); err != nil {
			return fmt.Errorf("renegotiating: %w", err)
		}
		a, _ := conn.Agreement()
		o = agreed(number, remote, a)
		s.print.print(o)
	}
	return answer(conn, o)
}

func (s *server) plainly(ctx context.Context, g *guest, err error) error {
	switch {
	case ctx.Err() != nil:
		return errors.New("interrupted")
	case s.room.wasShown(g):
		return fmt.Errorf("made room: there are %d connections", s.o.connections)
	}
	return s.o.plainly(err)
}
