// Package archive builds fuzz targets as archives for libFuzzer, links them with a plain
// main, and tells what entries reach in them.
package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // the main that stands in for libFuzzer
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// patience is for all rounds of an entry, of which the dearest take milliseconds.
const patience = 30 * time.Second

//go:embed replay/main.c
var replay []byte

// A Harness is a function of a package that go-fuzz-build finds.
type Harness struct{ Package, Func string }

// Every is the harness of all targets.
var Every = Harness{"./fuzz/archive/every", "FuzzEvery"}

// Of is the harness of a target alone, as OSS-Fuzz builds it.
func Of(target string) Harness { return Harness{"./fuzz", "Fuzz" + target} }

// A MissingTool is a program that a build needs and that is not installed.
type MissingTool struct {
	Tool string
	Err  error
}

// Error names the program.
func (m *MissingTool) Error() string {
	return fmt.Sprintf("an archive is linked by %s, which is not there: %v", m.Tool, m.Err)
}

// Unwrap gives what the search for it said.
func (m *MissingTool) Unwrap() error { return m.Err }

// Build makes a program of a harness of the project at root, in a folder. One that was
// made of the same sources is used again. The archive stays beside it: what a
// libFuzzer would be linked with.
func Build(ctx context.Context, root string, h Harness, folder string) (*Program, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	cc, err := compiler(ctx, root)
	if err != nil {
		return nil, err
	}
	id, err := Sources(ctx, root, h.Package, "-tags", "gofuzz")
	if err != nil {
		return nil, err
	}
	uncounted, err := Uncounted(ctx, root, h.Package)
	if err != nil {
		return nil, err
	}
	built := filepath.Join(folder, fmt.Sprintf("%s-%s-%.4x", h.Func, id, sha256.Sum256(fmt.Appendf(replay, "%q", uncounted))))
	if _, err := os.Stat(built); err == nil {
		return &Program{Path: built, Patience: patience}, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	// The builder leaves its copy of the standard library behind when it is killed: here it
	// has a folder that goes.
	work, err := os.MkdirTemp(folder, ".build-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	lib, linked := filepath.Join(work, "lib.a"), filepath.Join(work, "replay")
	_, err = run(ctx, root, work, "go", "tool", "go-fuzz-build", "-libfuzzer", "-preserve", strings.Join(uncounted, ","),
		"-func", h.Func, "-o", lib, h.Package)
	if err != nil {
		return nil, err
	}
	if err := link(ctx, cc, lib, linked); err != nil {
		return nil, err
	}
	if err := errors.Join(os.Rename(lib, built+".a"), os.Rename(linked, built)); err != nil {
		return nil, err
	}
	return &Program{Path: built, Patience: patience}, nil
}

// link makes a program of our main and what it feeds.
func link(ctx context.Context, cc []string, lib, linked string) error {
	work := filepath.Dir(linked)
	main := filepath.Join(work, "main.c")
	if err := os.WriteFile(main, replay, 0o644); err != nil {
		return err
	}
	_, err := run(ctx, work, work, append(slices.Clone(cc), "-Wall", "-Werror", "-o", linked, main, lib, "-lpthread", "-lresolv")...)
	return err
}

// compiler is the C compiler of the go command, with its flags.
func compiler(ctx context.Context, root string) ([]string, error) {
	out, err := run(ctx, root, "", "go", "env", "CC")
	if err != nil {
		return nil, err
	}
	cc := strings.Fields(string(out))
	if len(cc) == 0 {
		return nil, &MissingTool{"a C compiler", errors.New("go env CC is empty")}
	}
	if _, err := exec.LookPath(cc[0]); err != nil {
		return nil, &MissingTool{cc[0], err}
	}
	return cc, nil
}

// run runs a command at the root of the project. When it is cancelled, all that it started
// ends with it.
func run(ctx context.Context, root, temporary string, command ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	var stdout, stderr bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, &stdout, &stderr
	if temporary != "" {
		cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(command[:min(3, len(command))], " "), err, tail(stderr.String()))
	}
	return stdout.Bytes(), nil
}

// tail is the end of what a program said, where the reason usually stands.
func tail(said string) string {
	const most = 4000
	said = strings.TrimSpace(said)
	if len(said) > most {
		said = "... " + said[len(said)-most:]
	}
	return said
}
