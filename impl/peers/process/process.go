// Package process starts programs and reads what they print as it comes. None
// outlives who started it.
package process

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// A Process is a program that we started, and what it has written so far.
type Process struct {
	Stdin io.WriteCloser // open until it is closed, or the process has ended
	cmd   *exec.Cmd
	out   *output
	ended chan struct{}
}

// ErrEnded says that a process ended without what was awaited.
var ErrEnded = errors.New("the process has ended")

// Start starts a program with the environment of ours and env. Its stdin stays open
// until the pipe is closed: many programs end with their stdin. It is killed, and
// what it has started too, when ctx ends or when we do.
func Start(ctx context.Context, env []string, name string, args ...string) (*Process, error) {
	p := &Process{cmd: exec.CommandContext(ctx, name, args...), out: newOutput(), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out // the same, so that their order is kept
	p.cmd.WaitDelay = time.Second
	p.cmd.Cancel = func() error { return end(p.cmd.Process) }
	var err error
	if p.Stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	wait, err := Apart(p.cmd)
	if err != nil {
		return nil, err
	}
	go func() {
		defer close(p.ended)
		wait()
	}()
	return p, nil
}

// Run runs a program to its end. An error shows what it has printed.
func Run(ctx context.Context, env []string, name string, args ...string) (string, error) {
	p, err := Start(ctx, env, name, args...)
	if err != nil {
		return "", err
	}
	p.Stdin.Close()
	return p.Wait()
}

// Wait waits until the process has ended by itself, or with the context it was
// started under, and returns what it has printed.
func (p *Process) Wait() (string, error) {
	<-p.ended
	if !p.cmd.ProcessState.Success() {
		return p.Text(), errors.New(p.cmd.Path + ": " + p.cmd.ProcessState.String() + "\n" + p.Text())
	}
	return p.Text(), nil
}

// Pid is the number of the process.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Text is what the process has printed so far, on stdout and stderr.
func (p *Process) Text() string {
	text, _ := p.out.read()
	return text
}

// Await waits until the output is what the function wants to see. It returns
// ErrEnded when the process ends first, and the error of ctx when that does.
func (p *Process) Await(ctx context.Context, seen func(text string) bool) error {
	for {
		text, changed := p.out.read()
		if seen(text) {
			return nil
		}
		select {
		case <-changed:
		case <-p.ended:
			if seen(p.Text()) {
				return nil
			}
			return ErrEnded
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Kill ends the process and what it has started, and waits until it is gone.
func (p *Process) Kill() error {
	p.Stdin.Close()
	if p.Ended() { // the number may be another's
		return nil
	}
	err := end(p.cmd.Process)
	<-p.ended
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// Ended reports whether the process is gone.
func (p *Process) Ended() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// maxOutput is how much of what a process prints is kept, in bytes.
const maxOutput = 4 << 20

// An output is a growing text.
type output struct {
	mu      sync.Mutex
	text    []byte
	changed chan struct{} // closed when the text grows
}

func newOutput() *output { return &output{changed: make(chan struct{})} }

// Write adds to the text, up to maxOutput.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text = append(o.text, b[:min(len(b), maxOutput-len(o.text))]...)
	close(o.changed)
	o.changed = make(chan struct{})
	return len(b), nil
}

func (o *output) read() (text string, changed <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return string(o.text), o.changed
}
