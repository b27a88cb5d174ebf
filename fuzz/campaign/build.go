package campaign

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"tlsresume/fuzz"
	"tlsresume/fuzz/archive"
)

// A Project is the tree that engines are built from.
type Project struct {
	Root string
	env  []string
}

// A Build says what was run. Executions and findings are of a build.
type Build struct {
	Commit string `json:"commit"` // with a + behind it where the tree has changes
	Go     string `json:"go"`
	Key    string `json:"key"`              // of the sources that the targets consist of
	Defect string `json:"defect,omitempty"` // that was planted in them
}

// String names a build in a line.
func (b Build) String() string {
	planted := ""
	if b.Defect != "" {
		planted = ", defect " + b.Defect
	}
	return fmt.Sprintf("commit %.12s, %s, sources %s%s", b.Commit, b.Go, b.Key, planted)
}

// identify reads what the tree is.
func (p Project) identify(ctx context.Context) (Build, error) {
	for _, tool := range []string{"go", "gcc"} {
		if _, err := exec.LookPath(tool); err != nil {
			return Build{}, fmt.Errorf("a campaign builds its engines: %w", err)
		}
	}
	version, err := p.output(ctx, "go", "env", "GOVERSION")
	if err != nil {
		return Build{}, err
	}
	key, err := p.key(ctx, "./fuzz")
	if err != nil {
		return Build{}, err
	}
	return Build{Commit: p.commit(ctx), Go: version, Key: key, Defect: os.Getenv(fuzz.DefectVariable)}, nil
}

// commit is unknown outside a clone.
func (p Project) commit(ctx context.Context) string {
	commit, err := p.output(ctx, "git", "rev-parse", "HEAD")
	if err != nil {
		return "unknown"
	}
	if changed, err := p.output(ctx, "git", "status", "--porcelain"); err != nil || changed != "" {
		commit += "+"
	}
	return commit
}

// key is that of the sources of a package and its tests, and of the toolchain: what else
// changes in the tree needs no other build.
func (p Project) key(ctx context.Context, pkg string) (string, error) {
	return archive.Sources(ctx, p.Root, pkg, "-test")
}

// output runs a command in the tree, and gives what it prints.
func (p Project) output(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	var out, talk bytes.Buffer
	c.Dir, c.Stdout, c.Stderr = p.Root, &out, &talk
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(args[:2], " "), err, strings.TrimSpace(talk.String()))
	}
	return strings.TrimSpace(out.String()), nil
}

// run runs a command of a build in the tree.
func (p Project) run(ctx context.Context, args ...string) error {
	return child{args: args, dir: p.Root, env: p.env}.run(ctx)
}

// Built is the folder with what an engine needs for the targets as they are, below the one
// that is given. One that was made of the same sources is used again.
func (p Project) Built(ctx context.Context, e Engine, below string) (string, error) {
	key, err := p.key(ctx, "./fuzz")
	if err != nil {
		return "", err
	}
	return p.built(ctx, filepath.Join(below, e.Name()), key, func(ctx context.Context, into string) error { return e.Build(ctx, p, into) })
}

// built makes a build in folder/KEY, unless it is there, and takes those of other keys
// away. A build that was not finished does not count as there.
func (p Project) built(ctx context.Context, folder, key string, build func(ctx context.Context, into string) error) (string, error) {
	into := filepath.Join(folder, key)
	if _, err := os.Stat(into); err == nil {
		return into, nil
	}
	old, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		return "", err
	}
	unfinished := into + ".unfinished"
	for _, o := range append(old, unfinished) {
		if err := os.RemoveAll(o); err != nil {
			return "", err
		}
	}
	if err := os.MkdirAll(unfinished, 0o755); err != nil {
		return "", err
	}
	if err := build(ctx, unfinished); err != nil {
		return "", err
	}
	return into, os.Rename(unfinished, into)
}
