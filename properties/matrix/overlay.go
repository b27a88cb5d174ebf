package matrix

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"tlsresume/impl/defect"
)

// An Overlay is the source with a defect in it, for the compiler.
type Overlay struct {
	root, dir string
	flag      string // -overlay=FILE
}

// NewOverlay writes the files that the defect edits into a folder of its own, which
// Close removes. root is that of the project.
func NewOverlay(root string, d defect.Defect) (o *Overlay, err error) {
	if root, err = filepath.Abs(root); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "tlsresume-overlay-")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	edited, err := defect.Edited(os.DirFS(root), d.Edits)
	if err != nil {
		return nil, fmt.Errorf("defect %s: %w", d.Name, err)
	}
	replace := map[string]string{}
	for file, text := range edited {
		by := filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
		if err := os.WriteFile(by, text, 0o644); err != nil {
			return nil, err
		}
		replace[filepath.Join(root, filepath.FromSlash(file))] = by
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "overlay.json")
	return &Overlay{root, dir, "-overlay=" + file}, os.WriteFile(file, list, 0o644)
}

// Close removes what was written.
func (o *Overlay) Close() error { return os.RemoveAll(o.dir) }

// Build compiles a command of the project with the defect in it.
func (o *Overlay) Build(ctx context.Context, pkg string) (program string, err error) {
	program = filepath.Join(o.dir, filepath.Base(pkg))
	if out, err := o.goCommand(ctx, "build", o.flag, "-o", program, pkg); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return program, nil
}

// Test runs the tests of a folder with the defect in what they test. It reports
// whether they fail, with the last that they said.
func (o *Overlay) Test(ctx context.Context, folder string) (fails bool, said string, err error) {
	out, err := o.goCommand(ctx, "test", o.flag, "-short", "-count=1", "-timeout=120s", "./"+folder)
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return false, "", ctx.Err()
	case err == nil:
		return false, "", nil
	case !errors.As(err, &exit):
		return false, "", err
	case bytes.Contains(out, []byte("[build failed]")):
		return false, "", fmt.Errorf("%s does not compile: %s", folder, out)
	}
	return true, firstFailure(string(out)), nil
}

// Crash is the check that a program does not end by itself.
const Crash = "crash"

// firstFailure is the name of the first test that failed.
func firstFailure(out string) string {
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "--- FAIL: ") || strings.HasPrefix(line, "panic: ") {
			return line
		}
	}
	return "the tests fail"
}

func (o *Overlay) goCommand(ctx context.Context, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir, c.WaitDelay = o.root, 5*time.Second
	return c.CombinedOutput()
}

// RunTests runs the tests that a defect names, and adds those that find it.
func (r *Row) RunTests(ctx context.Context, o *Overlay, killers []string) error {
	for _, check := range killers {
		folder, tests := strings.CutPrefix(check, "tests/")
		if !tests {
			continue
		}
		began := time.Now()
		fails, said, err := o.Test(ctx, folder)
		if err != nil {
			return fmt.Errorf("defect %s: %s: %w", r.Defect, check, err)
		}
		took := time.Since(began).Seconds()
		r.Seconds += took
		if fails {
			r.found(Finding{check, 1, took, folder, said})
		}
	}
	return nil
}

// Judge runs a program that was compiled with the defect, and has it judge its own
// implementation: args make it print a Row. One that does not end in time has been found.
func (r *Row) Judge(ctx context.Context, limit time.Duration, root, program string, args ...string) error {
	began := time.Now()
	timed, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	c := exec.CommandContext(timed, program, args...)
	c.Dir, c.WaitDelay = root, 5*time.Second
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case timed.Err() != nil:
		r.found(Finding{Conformance, 1, time.Since(began).Seconds(), "all", fmt.Sprintf("no end within %v", limit)})
		return nil
	}
	if i := strings.Index(said.String(), "panic: "); i >= 0 {
		why, _, _ := strings.Cut(said.String()[i:], "\n")
		r.found(Finding{Crash, 1, time.Since(began).Seconds(), "all", why})
		return nil
	}
	own := Row{}
	if failed := json.Unmarshal(out, &own); failed != nil {
		return fmt.Errorf("defect %s: got %v and %q, want a row: %w", r.Defect, err, said.String(), failed)
	}
	own.Seconds = time.Since(began).Seconds()
	r.Add(own)
	return nil
}
