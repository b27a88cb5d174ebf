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

	slots   chan struct{} // as many as there may be connections at once
	running sync.WaitGroup
}

// maxConnections is how many connections there may be at once. Further ones
// wait in the listener's queue.
const maxConnections = 256

func newServer(cfg *tlsconn.Config, o *serveOptions, p *printer, talk io.Writer) *server {
	return &server{cfg: cfg, o: o, print: p, talk: &locked{w: talk}, slots: make(chan struct{}, maxConnections)}
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
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		conn, err := s.next(ctx, l)
		if err != nil {
			return err
		}
		s.running.Go(func() {
			defer func() { <-s.slots }()
			s.serve(ctx, number, conn)
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
// then holds its slot no longer than one that is silent.
func (s *server) serve(ctx context.Context, number int, raw net.Conn) {
	raw.SetDeadline(time.Now().Add(s.o.timeout))
	stop := context.AfterFunc(ctx, func() { raw.SetDeadline(time.Now()) })
	defer stop()
	conn := tlsconn.Server(raw, s.cfg)
	defer conn.Close()
	remote := raw.RemoteAddr().String()
	if err := conn.Handshake(context.Background()); err != nil {
		s.print.print(failed(number, remote, s.plainly(ctx, err)))
		return
	}
	a, _ := conn.Agreement()
	o := agreed(number, remote, a)
	s.print.print(o)
	if err := answer(conn, o); err != nil {
		fmt.Fprintf(s.talk, "tlsresume: connection %d: %v\n", number, s.plainly(ctx, err))
	}
}

func (s *server) plainly(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return s.o.plainly(err)
}
