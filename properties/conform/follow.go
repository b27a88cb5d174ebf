package conform

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"tlsresume/impl/sim"
	"tlsresume/model/resume"
	"tlsresume/properties"
	"tlsresume/traces"
)

// Follow plays the commands of a script on the implementation and on the model.
// It returns what the implementation did, and an error when the model did
// something else or a property is broken.
func Follow(ctx context.Context, script *traces.Trace) (*traces.Trace, error) {
	return follow(ctx, script, sim.Open)
}

func follow(ctx context.Context, script *traces.Trace, open traces.Open) (*traces.Trace, error) {
	got, err := traces.Run(ctx, open, script)
	if err != nil {
		return got, fmt.Errorf("the implementation: %w", err)
	}
	want, err := traces.Run(ctx, resume.Open, script)
	if err != nil {
		return got, fmt.Errorf("the model: %w", err)
	}
	if d := traces.Diff(want, got); d != nil {
		return got, fmt.Errorf("the implementation parts from the model: %w", d)
	}
	if broken := properties.Check(got); len(broken) > 0 {
		return got, broken[0]
	}
	return got, nil
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
