package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"tlsresume/fuzz/entries"
)

// Native is the engine of the go command. Its work folder is the working directory of the
// test: new entries come to cache/FuzzTARGET, crashers to testdata/fuzz/FuzzTARGET.
type Native struct{}

// Name is native.
func (Native) Name() string { return "native" }

// Build makes one test of all targets.
func (Native) Build(ctx context.Context, p Project, into string) error {
	return p.run(ctx, "go", "test", "-c", "-fuzz=.", "-o", filepath.Join(into, "fuzz.test"), "./fuzz")
}

// Give puts the entries where the test looks for its seeds, in ../corpus, and nothing else:
// the engine ends at once when a seed breaks a check.
func (n Native) Give(work, target string, all [][]byte) error {
	seeds := entries.Folder{Path: filepath.Join(filepath.Dir(work), "corpus", target)}
	if err := errors.Join(os.MkdirAll(work, 0o755), os.MkdirAll(seeds.Path, 0o755)); err != nil {
		return err
	}
	names := map[string]bool{}
	for _, entry := range all {
		name, _, err := seeds.Add(entry)
		if err != nil {
			return err
		}
		names[name] = true
	}
	files, err := os.ReadDir(seeds.Path)
	if err != nil {
		return err
	}
	for _, f := range files {
		if !names[f.Name()] {
			if err := os.Remove(filepath.Join(seeds.Path, f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

var (
	nativeInitial  = regexp.MustCompile(`initial coverage bits: (\d+)`)
	nativeCoverage = regexp.MustCompile(`total bits: (\d+)`)
)

// The first slice of a target is of a count that is guessed, small enough for the slowest.
const (
	firstCount = 20_000
	leastCount = 2_000
)

// Run has the engine execute as often as it did in that time in the slice before. A limit in
// time makes it fail without a finding now and then (golang/go#75804), so it gets none;
// one that is much slower than it was is interrupted, which it survives.
func (n Native) Run(ctx context.Context, s Slice, tell func(Progress)) (Progress, error) {
	ctx, stop := context.WithTimeout(ctx, 2*s.Time)
	defer stop()
	var now Progress
	hung := false
	err := child{
		args: []string{filepath.Join(s.Build, "fuzz.test"), "-test.run=^$", "-test.fuzz=^Fuzz" + s.Target + "$",
			"-test.fuzzcachedir=" + filepath.Join(s.Work, "cache"), "-test.fuzzminimizetime=200x",
			fmt.Sprintf("-test.fuzztime=%dx", n.count(s)), "-test.parallel=" + strconv.Itoa(s.Procs)},
		dir: s.Work,
		// It prints its coverage in this mode alone.
		env: []string{"GODEBUG=fuzzdebug=1", marked(campaignOf(s.Work))},
		line: func(line string) {
			read(&now.Execs, statistics, line)
			read(&now.Coverage, nativeInitial, line)
			read(&now.Coverage, nativeCoverage, line)
			hung = hung || strings.TrimSpace(line) == "context deadline exceeded"
			tell(now)
		},
	}.run(ctx)
	crashers, _ := filepath.Glob(filepath.Join(n.crashers(s.Work, s.Target), "*"))
	switch {
	case err == nil || ctx.Err() != nil || len(crashers) > 0:
		return now, nil
	case hung:
		return now, fmt.Errorf("native: context deadline exceeded and no crasher (golang/go#75804)")
	}
	return now, err
}

// count is how often a slice executes. The corpus is executed first.
func (Native) count(s Slice) uint64 {
	count := uint64(firstCount)
	if s.Rate > 0 {
		count = max(leastCount, uint64(s.Rate*s.Time.Seconds()))
	}
	if s.Execs > 0 {
		count = min(count, s.Execs)
	}
	return count + uint64(s.Given)
}

func (Native) cache(work, target string) string { return filepath.Join(work, "cache", "Fuzz"+target) }

func (Native) crashers(work, target string) string {
	return filepath.Join(work, "testdata", "fuzz", "Fuzz"+target)
}

// Harvest reads what the engine wrote in its own format.
func (n Native) Harvest(work, target string) (y Yield, err error) {
	if y.Entries, err = y.read(n.cache(work, target)); err != nil {
		return y, err
	}
	y.Crashers, err = y.read(n.crashers(work, target))
	return y, err
}
