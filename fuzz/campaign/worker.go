package campaign

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// A Worker fuzzes what a gate tells it to, and follows it from target to target. What it
// finds is the coordinator's at once: it keeps nothing, and may die at any time.
type Worker struct {
	Address  string // of the gate
	Build    string // of the worker
	Talk     io.Writer
	Patience time.Duration // without any gate; 0: five minutes
	Pause    time.Duration // between two visits; 0: a second

	// Fuzz works on a target for the coordinator at an address until the context ends, or
	// as long as it can.
	Fuzz func(ctx context.Context, target, coordinator string) error
}

// attempts is how often a fuzzer may come to nothing, one time after the other.
const attempts = 3

// Run works until the context ends, and the error is its; or until it is not let in, or
// finds no gate, or comes to nothing three times.
func (w Worker) Run(ctx context.Context) error {
	say := sayer(w.Talk)
	if w.Patience == 0 {
		w.Patience = 5 * time.Minute
	}
	if w.Pause == 0 {
		w.Pause = time.Second
	}
	seen, trouble := time.Now(), 0
	for ctx.Err() == nil {
		target, work, err := knock(ctx, w.Address, w.Build)
		var refused *Refusal
		switch {
		case errors.As(err, &refused):
			return err
		case err != nil && time.Since(seen) > w.Patience:
			return fmt.Errorf("no coordinator at %s for %v: %w", w.Address, w.Patience, err)
		case err == nil:
			seen = time.Now()
		}
		if work != nil {
			say("fuzzing %s for %s", target, w.Address)
			if err := w.fuzz(ctx, target, work); err == nil {
				trouble = 0
			} else if trouble++; trouble == attempts {
				return err
			} else {
				say("%v", err)
			}
			seen = time.Now()
		}
		select {
		case <-ctx.Done():
		case <-time.After(w.Pause):
		}
	}
	return ctx.Err()
}

// fuzz works on a target until the gate takes the work away. The fuzzer finds the gate
// behind an address of its own.
func (w Worker) fuzz(ctx context.Context, target string, work io.ReadWriteCloser) error {
	defer work.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fuzzing, stop := context.WithCancel(ctx)
	defer stop()
	context.AfterFunc(fuzzing, func() { listener.Close() })
	led := make(chan struct{})
	go func() {
		defer close(led)
		defer stop() // go-fuzz would wait for its coordinator for ever
		if fuzzer, err := listener.Accept(); err == nil {
			context.AfterFunc(fuzzing, func() { fuzzer.Close() })
			splice(fuzzer, work)
		}
	}()
	err = w.Fuzz(fuzzing, target, listener.Addr().String())
	taken := fuzzing.Err() != nil
	stop()
	<-led
	if taken {
		return nil
	}
	if err == nil {
		err = errors.New("it ended by itself")
	}
	return fmt.Errorf("the worker on %s: %w", target, err)
}

// A Refusal is why a gate does not let a worker in, however often it asks.
type Refusal struct{ Address, Why string }

// Error tells where and why.
func (r *Refusal) Error() string { return r.Address + ": the worker is not let in: " + r.Why }

// knock asks at a gate for work. There is none when the target is "".
func knock(ctx context.Context, address, build string) (target string, work io.ReadWriteCloser, err error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return "", nil, err
	}
	defer func() {
		if target == "" {
			conn.Close()
		}
	}()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := fmt.Fprintln(conn, hello+build); err != nil {
		return "", nil, err
	}
	in := bufio.NewReaderSize(conn, maxLine)
	line, err := readLine(in)
	if err != nil {
		return "", nil, err
	}
	conn.SetDeadline(time.Time{})
	if why, is := strings.CutPrefix(line, no); is {
		return "", nil, &Refusal{address, why}
	}
	if line == wait {
		return "", nil, nil
	}
	target, is := strings.CutPrefix(line, fuzzThis)
	if !is {
		return "", nil, fmt.Errorf("%s: got %.60q, want %q, %q or %q: it is no gate", address, line, fuzzThis, wait, no)
	}
	return target, buffered{in, conn}, nil
}
