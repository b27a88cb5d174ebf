package campaign

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"tlsresume/fuzz"
	"tlsresume/impl/peers/process"
)

// What an input may take. Bodies take milliseconds and little; the engines wait as long.
const (
	PerInput = 10 * time.Second
	toStart  = time.Minute // the process that judges, on a machine that is busy
	memory   = 1 << 30
	maxStack = 64 << 20
)

// A Verdict is what an input came to, in a process of its own.
type Verdict struct {
	Valid bool   `json:"valid"`
	Check string `json:"check,omitempty"` // that it broke; empty: none
	Err   string `json:"err,omitempty"`
}

// The checks that an input breaks that does not come to an end, and one that the system
// ends.
const (
	hang   = "hang"
	killed = "fatal/killed"
)

// Serve judges what it reads and writes the verdicts, until the input ends: the other
// end of a Judge. A frame is four bytes of length, and that many of an input; a verdict is
// a line of JSON, and an empty one comes first, when it is ready. It bounds the memory of
// the process it runs in.
func Serve(t fuzz.Target, in io.Reader, out io.Writer) error {
	if err := bound(); err != nil {
		return err
	}
	r, w := bufio.NewReader(in), json.NewEncoder(out)
	if err := w.Encode(Verdict{}); err != nil {
		return err
	}
	for {
		var length [4]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		data := make([]byte, binary.BigEndian.Uint32(length[:]))
		if _, err := io.ReadFull(r, data); err != nil {
			return err
		}
		if err := w.Encode(judged(t, data)); err != nil {
			return err
		}
	}
}

// bound makes an input that eats memory a fatal error of its own process, not of the
// machine.
func bound() error {
	const rlimitData = 2 // RLIMIT_DATA of Linux, which package syscall has not
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(memory / 2)
	if err := syscall.Setrlimit(rlimitData, &syscall.Rlimit{Cur: memory, Max: memory}); err != nil {
		return fmt.Errorf("bounding the memory: %w", err)
	}
	return nil
}

// judged runs an input. A panic is told apart by where it was.
func judged(t fuzz.Target, data []byte) (v Verdict) {
	defer func() {
		if p := recover(); p != nil {
			v = Verdict{Check: "panic/" + panicked(), Err: fmt.Sprint(p)}
		}
	}()
	valid, err := t.Judge(data)
	if err == nil {
		return Verdict{Valid: valid}
	}
	var broken *fuzz.Violation
	if errors.As(err, &broken) {
		return Verdict{Check: broken.Check, Err: err.Error()}
	}
	return Verdict{Check: "error", Err: err.Error()}
}

// panicked is the function of the project that the stack of a panic ends in.
func panicked() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	behind := false // the frame of the panic
	for {
		f, more := frames.Next()
		ours, is := strings.CutPrefix(f.Function, "tlsresume/")
		if behind && is {
			return ours
		}
		behind = behind || strings.HasPrefix(f.Function, "runtime.gopanic")
		if !more {
			return "unknown"
		}
	}
}

// A Judge asks a process for verdicts, so that it survives whatever an input does. It is
// for one goroutine.
type Judge struct {
	Args  []string // that start it; the target's name comes behind them
	Env   []string
	Limit time.Duration // for an input

	target string
	cmd    *exec.Cmd
	in     io.WriteCloser
	lines  chan []byte
	talk   *bytes.Buffer
	ended  chan error
}

// Verdict judges an input. The error is about the process, and not about the input. A
// process that something kills is started again once: it need not be the input's doing.
func (j *Judge) Verdict(ctx context.Context, target string, data []byte) (Verdict, error) {
	v, err := j.ask(ctx, target, data)
	if err == nil && v.Check == killed {
		return j.ask(ctx, target, data)
	}
	return v, err
}

func (j *Judge) ask(ctx context.Context, target string, data []byte) (Verdict, error) {
	if j.cmd != nil && j.target != target {
		j.Close()
	}
	if j.cmd == nil {
		if err := j.start(target); err != nil {
			return Verdict{}, err
		}
		if v, err := j.answer(ctx, toStart); err != nil || v.Check != "" {
			return Verdict{}, fmt.Errorf("the judge of %s does not begin: %w", target, errors.Join(err, v.asError()))
		}
	}
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	go j.in.Write(append(frame, data...)) // a process that died gives no answer
	return j.answer(ctx, j.Limit)
}

// asError is what was broken, if it was.
func (v Verdict) asError() error {
	if v.Check == "" {
		return nil
	}
	return fmt.Errorf("%s: %s", v.Check, v.Err)
}

// answer waits for a verdict.
func (j *Judge) answer(ctx context.Context, limit time.Duration) (Verdict, error) {
	late := time.NewTimer(limit)
	defer late.Stop()
	select {
	case <-ctx.Done():
		j.Close()
		return Verdict{}, ctx.Err()
	case <-late.C:
		j.Close()
		return Verdict{Check: hang, Err: fmt.Sprintf("it did not end within %v", limit)}, nil
	case line, more := <-j.lines:
		var v Verdict
		if more {
			if err := json.Unmarshal(line, &v); err != nil {
				return v, fmt.Errorf("the judge of %s said %.100q: %w", j.target, line, err)
			}
			return v, nil
		}
		err := <-j.ended
		talk := j.talk.String()
		j.Close()
		return fatal(j.target, talk, err)
	}
}

// Fresh has the next verdict given by a new process.
func (j *Judge) Fresh() { j.Close() }

func (j *Judge) start(target string) error {
	args := append(slices.Clone(j.Args), target)
	c := exec.Command(args[0], args[1:]...)
	c.Env = append(os.Environ(), j.Env...)
	j.talk = new(bytes.Buffer)
	c.Stderr = &capped{to: j.talk, left: 1 << 20}
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	wait, err := process.Apart(c)
	if err != nil {
		return fmt.Errorf("starting the judge of %s: %w", target, err)
	}
	ended := make(chan error, 1)
	verdicts := make(chan []byte)
	go func() {
		r := bufio.NewReader(out)
		for {
			line, err := r.ReadBytes('\n')
			if err != nil {
				break
			}
			verdicts <- line
		}
		ended <- wait()
		close(verdicts)
	}()
	j.target, j.cmd, j.in, j.lines, j.ended = target, c, in, verdicts, ended
	return nil
}

// Close ends the process.
func (j *Judge) Close() {
	if j.cmd == nil {
		return
	}
	j.in.Close()
	j.cmd.Process.Kill()
	for range j.lines {
	}
	j.cmd = nil
}

// capped keeps the beginning of what is written.
type capped struct {
	to   *bytes.Buffer
	left int
}

// Write keeps what there is room for.
func (c *capped) Write(data []byte) (int, error) {
	n := min(c.left, len(data))
	c.left -= n
	c.to.Write(data[:n])
	return len(data), nil
}

// fatals are the errors that the runtime dies of, and what they are called.
var fatals = []struct{ words, check string }{
	{"out of memory", "fatal/out-of-memory"},
	{"cannot allocate memory", "fatal/out-of-memory"},
	{"ThreadSanitizer failed to allocate", "fatal/out-of-memory"}, // a judge with the race detector
	{"stack overflow", "fatal/stack-overflow"},
	{"stack exceeds", "fatal/stack-overflow"},
	{"all goroutines are asleep", "fatal/deadlock"},
	{"concurrent map", "fatal/concurrent-map"},
}

var dying = regexp.MustCompile(`(?m)^(runtime: .*|fatal error: .*|panic: .*|==\d+==ERROR: .*)$`)

// fatal is the verdict on an input that the process died of. One that refused to begin is
// an error.
func fatal(target, talk string, err error) (Verdict, error) {
	words := dying.FindString(talk)
	for _, f := range fatals {
		if strings.Contains(talk, f.words) {
			return Verdict{Check: f.check, Err: words}, nil
		}
	}
	if words != "" {
		return Verdict{Check: "fatal/other", Err: words}, nil
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signaled() {
		return Verdict{Check: killed, Err: err.Error()}, nil
	}
	return Verdict{}, fmt.Errorf("the judge of %s ended (%v) and said: %.400s", target, err, strings.TrimSpace(talk))
}
