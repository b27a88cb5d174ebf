package conform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"tlsresume/traces"
)

// A Failure is a script that failed when it was played. It is on disk.
type Failure struct {
	Err      error         // what is wrong
	Answered *traces.Trace // the script, with the events that it had before
	Replay   string        // the command that plays it again
}

// Error tells all of it.
func (f *Failure) Error() string {
	return fmt.Sprintf("%v\n%s\nreplay: %s", f.Err, traces.Format(f.Answered), f.Replay)
}

// Unwrap is what is wrong.
func (f *Failure) Unwrap() error { return f.Err }

// record writes the failure to a file.
func (f *Failure) record(name string) (err error) {
	f.Replay, err = Record(name, f.Answered)
	return err
}

// A Play is a way to play a script, such as Follow. It returns the events, and an error
// with those before it.
type Play func(context.Context, *traces.Trace) (*traces.Trace, error)

// Try plays a script, and makes it short if it fails: the error is then a *Failure, which
// is on disk as it was found before it is made short, and as it is told before it is told.
// What cannot be played is no failure, nor is what is interrupted.
func Try(ctx context.Context, name string, script *traces.Trace, play Play) (*traces.Trace, error) {
	fails := func(err error) bool { return err != nil && ctx.Err() == nil && !errors.Is(err, traces.ErrCannot) }
	got, err := play(ctx, script)
	if !fails(err) {
		return got, err
	}
	f := &Failure{Err: err, Answered: answered(script, got)}
	if err := f.record(name); err != nil {
		return got, errors.Join(f.Err, err)
	}
	Shrink(script, func(s *traces.Trace) bool {
		got, err := play(ctx, s)
		if fails(err) {
			f = &Failure{Err: err, Answered: answered(s, got)}
		}
		return fails(err)
	})
	if err := f.record(name); err != nil {
		return got, errors.Join(f.Err, err)
	}
	return got, f
}

// answered is a script with the events that there were before it failed; got may be nil.
func answered(script, got *traces.Trace) *traces.Trace {
	t := &traces.Trace{Header: script.Header, Steps: slices.Clone(script.Steps)}
	if got != nil {
		copy(t.Steps, got.Steps)
	}
	return t
}

// Record writes a trace of a failure to a file and returns the command that
// replays it. The folder is $TLSRESUME_OUT, or tlsresume below the system's for
// temporary files.
func Record(name string, t *traces.Trace) (replay string, err error) {
	dir := os.Getenv("TLSRESUME_OUT")
	if dir == "" {
		dir = filepath.Join(os.TempDir(), "tlsresume")
	}
	file := filepath.Join(dir, name+traces.Extension)
	if err := traces.Save(file, t); err != nil {
		return "", err
	}
	return "go tool tlsresume replay --on impl,model " + file, nil
}
