package conform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"tlsresume/impl/sim"
	"tlsresume/properties"
	"tlsresume/traces"
)

// Follow plays the commands of a script on the implementation and on the model.
// It returns what the implementation did, and an error when the model did
// something else, a property is broken or either of them panics.
//
// The model does not tell what an end that reads no keys yet makes of a protected
// record (resume.Open): what it reads in the clear is random. Such a run is followed,
// and returned, as far as that. One with an adversary is followed as far as the adversary
// of the implementation can do what it says.
func Follow(ctx context.Context, script *traces.Trace) (*traces.Trace, error) {
	return follow(ctx, script, sim.Open)
}

func follow(ctx context.Context, script *traces.Trace, open traces.Open) (*traces.Trace, error) {
	got, err := alongside(ctx, script, open)
	if err != nil {
		return got, err
	}
	for _, broken := range properties.Check(got) {
		if script.Header.Adversary == "" || !succeeds(script.Header, broken.Property.Name) {
			return got, broken
		}
	}
	return got, nil
}

// Compare plays a script as Follow does, and asks for no property: some worlds are there to
// break one.
func Compare(ctx context.Context, script *traces.Trace) (*traces.Trace, error) {
	return alongside(ctx, script, sim.Open)
}

// alongside plays a script on a system and on the model, and compares the events.
func alongside(ctx context.Context, script *traces.Trace, open traces.Open) (*traces.Trace, error) {
	got, err := Run(ctx, open, script)
	adverse := script.Header.Adversary != ""
	if got != nil && adverse && errors.Is(err, traces.ErrCannot) {
		script, err = &traces.Trace{Header: script.Header, Steps: script.Steps[:len(got.Steps)]}, nil
	}
	if err != nil {
		return got, fmt.Errorf("the implementation: %w", err)
	}
	want, err := Run(ctx, model, script)
	if want != nil && errors.Is(err, traces.ErrCannot) {
		got.Steps, err = got.Steps[:len(want.Steps)], nil
	}
	if err != nil {
		return got, fmt.Errorf("the model: %w", err)
	}
	if d := traces.Diff(want, got); d != nil {
		return got, fmt.Errorf("the implementation parts from the model: %w", d)
	}
	return got, nil
}

// succeeds reports whether an attack may break a property: what the extended master secret
// is against, where an end does not insist on it (RFC 7627 1).
func succeeds(h traces.Header, property string) bool {
	return slices.Contains([]string{"master-secret-apart", "binding-apart"}, property) &&
		slices.ContainsFunc(slices.Concat(h.Servers, h.Clients), func(n traces.Node) bool {
			return !slices.Contains(n.Policies(), "ems-require")
		})
}

// Finding makes a script short that fails when it is played, writes what then happens to
// a file, and is an error that tells all of it and how to play it again.
func Finding(name string, script *traces.Trace, play func(*traces.Trace) (*traces.Trace, error)) error {
	short := Shrink(script, func(s *traces.Trace) bool { _, err := play(s); return err != nil })
	got, err := play(short)
	answered := Answered(short, got)
	replay, failed := Record(name, answered)
	if failed != nil {
		return errors.Join(err, failed)
	}
	return fmt.Errorf("%w\n%s\nreplay: %s", err, traces.Format(answered), replay)
}

// Answered is a script with the events that a System gave before it failed; got
// may be nil.
func Answered(script, got *traces.Trace) *traces.Trace {
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

// failed writes down a run that failed and adds to the error how to see it again.
func failed(name string, t *traces.Trace, err error) error {
	if err == nil {
		return nil
	}
	replay, unwritten := Record(name, t)
	return errors.Join(fmt.Errorf("%w\nreplay: %s", err, replay), unwritten)
}
