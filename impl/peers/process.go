package peers

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// A process is a program that we started, and what it has written so far.
type process struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	out   *output
	ended chan struct{}
}

// errEnded says that a process ended without what was awaited.
var errEnded = errors.New("the process has ended")

// run starts a program. Its stdin stays open until the pipe is closed: many
// programs end with their stdin. It is killed when ctx ends.
func run(ctx context.Context, env []string, name string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, name, args...), out: newOutput(), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out // the same, so that their order is kept
	p.cmd.WaitDelay = time.Second
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err = p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.ended)
		p.cmd.Wait()
	}()
	return p, nil
}

// await waits until the output is what the function wants to see.
func (p *process) await(ctx context.Context, seen func(text string) bool) error {
	for {
		text, changed := p.out.read()
		if seen(text) {
			return nil
		}
		select {
		case <-changed:
		case <-p.ended:
			if text, _ := p.out.read(); seen(text) {
				return nil
			}
			return errEnded
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// kill ends the process, and waits until it is gone.
func (p *process) kill() error {
	p.stdin.Close()
	err := p.cmd.Process.Kill()
	<-p.ended
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// An output is a growing text.
type output struct {
	mu      sync.Mutex
	text    []byte
	changed chan struct{} // closed when the text grows
}

func newOutput() *output { return &output{changed: make(chan struct{})} }

// Write adds to the text.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text = append(o.text, b...)
	close(o.changed)
	o.changed = make(chan struct{})
	return len(b), nil
}

func (o *output) read() (text string, changed <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return string(o.text), o.changed
}
