package campaign

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tlsresume/fuzz/archive"
	"tlsresume/fuzz/entries"
)

// GoFuzz is dvyukov/go-fuzz. Its work folder is its own workdir: corpus/ with files that
// are named by SHA-1 and depth, crashers/, suppressions/.
type GoFuzz struct{}

// Minimise is how long go-fuzz makes a new input smaller before it goes on, at most. An input
// of the fleet takes it all: with a second, which is a sixtieth of what go-fuzz takes by
// itself, a short search did nothing else, and missed what 20 ms find at once.
const Minimise = "20ms"

// Name is gofuzz.
func (GoFuzz) Name() string { return "gofuzz" }

// Build makes one archive of all targets, and the program that runs it.
func (GoFuzz) Build(ctx context.Context, p Project, into string) error {
	if err := p.run(ctx, "go", "build", "-o", filepath.Join(into, "go-fuzz"), "github.com/dvyukov/go-fuzz/go-fuzz"); err != nil {
		return err
	}
	uncounted, err := archive.Uncounted(ctx, p.Root, "./fuzz")
	if err != nil {
		return err
	}
	return p.run(ctx, "go", "tool", "go-fuzz-build", "-preserve", strings.Join(uncounted, ","),
		"-o", filepath.Join(into, "fuzz.zip"), "./fuzz")
}

// Give writes the entries that the workdir lacks, under names such as go-fuzz gives: what
// has another name it would minimise again in every slice. It forgets the suppressions,
// which last one check's first crasher for good; a campaign tells findings apart itself.
func (GoFuzz) Give(work, _ string, all [][]byte) error {
	corpus := filepath.Join(work, "corpus")
	if err := os.RemoveAll(filepath.Join(work, "suppressions")); err != nil {
		return err
	}
	if err := os.MkdirAll(corpus, 0o755); err != nil {
		return err
	}
	files, err := os.ReadDir(corpus)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, f := range files {
		sum, _, _ := strings.Cut(f.Name(), "-")
		has[sum] = true
	}
	into := entries.Folder{Path: corpus, Form: entries.GoFuzz}
	for _, entry := range all {
		if !has[sha1Name(entry)] {
			if _, _, err := into.Add(entry); err != nil {
				return err
			}
		}
	}
	return nil
}

func sha1Name(entry []byte) string {
	sum := sha1.Sum(entry)
	return hex.EncodeToString(sum[:])
}

// statistics are printed by both engines: go-fuzz prints "workers: 2, corpus: 9 (3s ago),
// crashers: 0, restarts: 1/9998, execs: 123 (41/sec), cover: 56, uptime: 3s", the go command
// "fuzz: elapsed: 3s, execs: 123 (41/sec), new interesting: 4 (total: 9)", and what is
// matched last of a slice holds.
var statistics = regexp.MustCompile(`execs: (\d+)`)

var gofuzzCoverage = regexp.MustCompile(`cover: (\d+)`)

// Run runs go-fuzz until the time is over or it has told of enough executions. It tells
// every three seconds, and what it executed since then is not counted.
func (g GoFuzz) Run(ctx context.Context, s Slice, tell func(Progress)) (Progress, error) {
	return g.run(ctx, s, tell)
}

// run runs go-fuzz with more arguments.
func (g GoFuzz) run(ctx context.Context, s Slice, tell func(Progress), more ...string) (Progress, error) {
	ctx, stop := context.WithTimeout(ctx, s.Time)
	defer stop()
	tmp := filepath.Join(s.Work, "tmp") // go-fuzz leaves there what it unpacks when it is killed
	if err := os.RemoveAll(tmp); err != nil {
		return Progress{}, err
	}
	if err := os.MkdirAll(tmp, 0o755); err != nil {
		return Progress{}, err
	}
	var now Progress
	var failed string
	err := child{
		args: g.args(s.Build, s.Target, s.Procs, append(more, "-workdir", s.Work)...),
		env:  []string{"TMPDIR=" + tmp, marked(campaignOf(s.Work))},
		line: func(line string) {
			read(&now.Execs, statistics, line)
			read(&now.Coverage, gofuzzCoverage, line)
			if strings.Contains(line, "failed to write file") {
				failed = line
				stop()
			}
			tell(now)
			if s.Execs > 0 && now.Execs >= s.Execs {
				stop()
			}
		},
	}.run(ctx)
	switch {
	case failed != "":
		return now, fmt.Errorf("go-fuzz: %s", failed)
	case ctx.Err() == nil && err == nil:
		return now, fmt.Errorf("go-fuzz: it ended by itself after %d executions", now.Execs)
	case ctx.Err() == nil:
		return now, err
	}
	return now, nil
}

// args is the command that fuzzes a target by a build.
func (GoFuzz) args(build, target string, procs int, more ...string) []string {
	return append([]string{filepath.Join(build, "go-fuzz"), "-bin", filepath.Join(build, "fuzz.zip"), "-func", "Fuzz" + target,
		"-procs", strconv.Itoa(procs), "-minimize", Minimise, "-timeout", strconv.Itoa(int(PerInput.Seconds()))}, more...)
}

// read stores the number that a line tells, if it does.
func read[N uint64 | int](n *N, pattern *regexp.Regexp, line string) {
	if m := pattern.FindStringSubmatch(line); m != nil {
		if v, err := strconv.ParseUint(m[1], 10, 63); err == nil {
			*n = N(v)
		}
	}
}

// Harvest lists the corpus that go-fuzz has, where only what it found has a depth, and the
// crashers with their output.
func (GoFuzz) Harvest(work, _ string) (y Yield, err error) {
	if y.Entries, err = y.read(filepath.Join(work, "corpus")); err != nil {
		return y, err
	}
	y.Entries = slices.DeleteFunc(y.Entries, func(l Leaving) bool { return !strings.Contains(filepath.Base(l.Files[0]), "-") })
	for i := range y.Entries {
		y.Entries[i].Files = nil // go-fuzz begins with them the next time
	}
	if y.Crashers, err = y.read(filepath.Join(work, "crashers")); err != nil {
		return y, err
	}
	for i, c := range y.Crashers {
		output := c.Files[0] + ".output"
		said, _ := os.ReadFile(output)
		y.Crashers[i].Said = string(said)
		y.Crashers[i].Files = append(c.Files, output, c.Files[0]+".quoted")
	}
	return y, nil
}

// campaignOf is the campaign's folder of a work folder, work/ENGINE/TARGET in it.
func campaignOf(work string) string { return filepath.Dir(filepath.Dir(filepath.Dir(work))) }
