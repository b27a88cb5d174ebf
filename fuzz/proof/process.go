package proof

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
	"tlsresume/impl/peers/process"
)

// A Run is one of an engine on a target.
type Run struct {
	Engine Engine
	Build  string // the folder that the engine was built in
	Work   string // one that is to be made, an absolute path
	Target string
	Defect string // that is planted; "" for none
	Seeds  [][]byte
}

// A running Run is one that goes on.
type running struct {
	tally *fuzz.Tally
	group int
	ended chan error // is told once, when it ends by itself
	said  *bytes.Buffer
}

// start starts a run in a process group of its own.
func (r Run) start() (*running, error) {
	work, temporary, file := filepath.Join(r.Work, "work"), filepath.Join(r.Work, "tmp"), filepath.Join(r.Work, "tally")
	if err := os.MkdirAll(temporary, 0o755); err != nil {
		return nil, err
	}
	if err := r.Engine.Give(work, r.Target, r.Seeds); err != nil {
		return nil, err
	}
	tally, err := fuzz.OpenTally(file)
	if err != nil {
		return nil, err
	}
	p := &running{tally: tally, ended: make(chan error, 1), said: new(bytes.Buffer)}
	args, environment := r.Engine.command(r.Build, work, r.Target)
	c := exec.Command(args[0], args[1:]...)
	c.Dir, c.Stdout, c.Stderr, c.WaitDelay = work, p.said, p.said, time.Second
	c.Env = append(os.Environ(), fuzz.TallyVariable+"="+file, fuzz.DefectVariable+"="+r.Defect, "TMPDIR="+temporary)
	c.Env = append(c.Env, environment...)
	wait, err := process.Apart(c)
	if err != nil {
		return nil, err
	}
	go func() { p.ended <- wait() }()
	p.group = c.Process.Pid
	return p, nil
}

func (p *running) signal(s syscall.Signal) error {
	if err := syscall.Kill(-p.group, s); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("process group %d: %w", p.group, err)
	}
	return nil
}

func (p *running) freeze() error { return p.signal(syscall.SIGSTOP) }
func (p *running) thaw() error   { return p.signal(syscall.SIGCONT) }

// end ends all of it, and waits.
func (p *running) end() error {
	err := p.signal(syscall.SIGKILL)
	<-p.ended
	return err
}

// wait lets a process run for a while, or until it finds something: a *Finding.
func (p *running) wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	var ended error
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-p.ended:
		p.ended <- err // for end
		ended = fmt.Errorf("it ended by itself after %d executions: %v\n%s", p.tally.Count(), err, p.lastWords())
	case <-timer.C:
	}
	seen, err := p.tally.Seen()
	switch {
	case err != nil:
		return err
	case seen != nil:
		return &Finding{*seen}
	}
	return ended
}

// A Finding is the first input of a run that breaks a check, as an error of the run.
type Finding struct{ fuzz.Seen }

// Error names the check and has the input.
func (f *Finding) Error() string {
	return fmt.Sprintf("execution %d breaks %s: input %x", f.Execs, f.Check, f.Input)
}

// lastWords is the end of what a process said, where the reason usually stands.
func (p *running) lastWords() string {
	const most = 2000
	said := strings.TrimSpace(p.said.String())
	return said[max(0, len(said)-most):]
}

// Seeds are the stored entries of a target.
func Seeds(root, target string) (seeds [][]byte, err error) {
	all, err := entries.Sound(filepath.Join(root, "corpus", target))
	for _, e := range all {
		seeds = append(seeds, e.Data)
	}
	return seeds, err
}
