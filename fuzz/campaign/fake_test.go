package campaign

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/entries"
)

// The test binary is a judge, a campaign or a worker when it is started as one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "judge":
			serveFake(os.Args[2])
		case "campaign":
			runFake(os.Args[2])
		case "worker":
			time.Sleep(time.Minute)
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// fakeTarget has a way to fail for each first byte. Its commands are its bytes, the kind
// of each is itself.
func fakeTarget(name string) fuzz.Target {
	return fuzz.Target{Name: name, About: "bytes", Grammar: letters{}, Judge: func(data []byte) (bool, error) {
		switch {
		case bytes.Contains(data, []byte("V")) && bytes.Contains(data, []byte("v")):
			return false, &fuzz.Violation{Check: "both-cases", Err: fmt.Errorf("got %q", data)}
		case bytes.Contains(data, []byte("P")):
			return outOfRange(data), nil
		case bytes.Contains(data, []byte("S")):
			return deep(data), nil
		case bytes.Contains(data, []byte("M")):
			hold = make([]byte, 1<<33)
		case bytes.Contains(data, []byte("H")):
			time.Sleep(time.Minute)
		case bytes.Contains(data, []byte("F")):
			return false, everyOther()
		}
		return len(data) > 0, nil
	}}
}

var hold []byte

//go:noinline
func outOfRange(data []byte) bool { return data[len(data)] == 0 }

func deep(data []byte) bool { return len(data) > 0 && deep(append(data, 0)) }

// everyOther fails in every other process.
func everyOther() error {
	file := os.Getenv("FAKE_FLAKY")
	if err := os.Remove(file); err == nil {
		return nil
	}
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		panic(err)
	}
	return &fuzz.Violation{Check: "now-and-then", Err: errors.New("it is one of these times")}
}

type letters struct{}

func (letters) Split(data []byte) (all []fuzz.Piece) {
	for i := range data {
		all = append(all, fuzz.Piece{Kind: string(rune(data[i])), Bytes: data[i : i+1]})
	}
	return all
}

func (letters) Join(pieces []fuzz.Piece) (data []byte) {
	for _, p := range pieces {
		data = append(data, p.Bytes...)
	}
	return data
}

func (letters) Show(p fuzz.Piece) string { return string(p.Bytes) }

func (letters) Read(line string) (fuzz.Piece, error) {
	return fuzz.Piece{Kind: line, Bytes: []byte(line)}, nil
}

func serveFake(target string) {
	if target == "Missing" {
		fmt.Fprintln(os.Stderr, "got target Missing, want Fake")
		os.Exit(2)
	}
	t, err := fuzz.Named(target)
	if err != nil {
		t = fakeTarget(target)
	}
	if err := Serve(t, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	os.Exit(0)
}

// A judge that has no more to judge is no test run, of which this program is one, too.
func TestAJudgeIsNothingElse(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	c := exec.CommandContext(ctx, os.Args[0], "judge", "A")
	c.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	if out, err := c.Output(); err != nil || string(out) != "{\"valid\":false}\n" {
		t.Errorf("got %.1000s, %v, want that it is ready, and no more", out, err)
	}
}

// A fakeEngine does in each slice what it is told, in order, and then nothing more than
// to execute. Its folders are entries/ and crashers/.
type fakeEngine struct {
	name  string
	clock *clock
	do    []func(ctx context.Context, s Slice, tell func(Progress)) error
	given [][]byte
	ran   []string
}

func (e *fakeEngine) Name() string { return e.name }

func (e *fakeEngine) Build(context.Context, Project, string) error { return nil }

func (e *fakeEngine) Give(work, target string, all [][]byte) error {
	e.given = all
	return os.MkdirAll(work, 0o755)
}

func (e *fakeEngine) Run(ctx context.Context, s Slice, tell func(Progress)) (Progress, error) {
	e.ran = append(e.ran, s.Target)
	done := Progress{Execs: 1000, Coverage: 7}
	e.clock.forward(10 * time.Second)
	if len(e.do) == 0 {
		return done, nil
	}
	do := e.do[0]
	e.do = e.do[1:]
	if err := do(ctx, s, tell); err != nil {
		return Progress{}, err
	}
	return done, nil
}

func (e *fakeEngine) Harvest(work, _ string) (y Yield, err error) {
	if y.Entries, err = y.read(filepath.Join(work, "entries")); err != nil {
		return y, err
	}
	y.Crashers, err = y.read(filepath.Join(work, "crashers"))
	return y, err
}

// leaves has an engine leave inputs behind.
func leaves(folder string, inputs ...string) func(context.Context, Slice, func(Progress)) error {
	return func(_ context.Context, s Slice, _ func(Progress)) error {
		for _, in := range inputs {
			if _, _, err := (entries.Folder{Path: filepath.Join(s.Work, folder)}).Add([]byte(in)); err != nil {
				return err
			}
		}
		return nil
	}
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) forward(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// A world is a project with the corpus of the targets A and B, and a campaign's folder.
type world struct {
	t      *testing.T
	folder string
	engine *fakeEngine
	talk   bytes.Buffer
	events []Event
	o      Options
}

func newWorld(t *testing.T, targets ...string) *world {
	t.Helper()
	w := &world{t: t, folder: filepath.Join(t.TempDir(), "fuzz")}
	w.engine = &fakeEngine{name: "fake", clock: &clock{now: time.Unix(1_750_000_000, 0)}}
	w.o = fakeOptions(t.TempDir(), w.folder, w.engine, targets...)
	w.o.Talk = &w.talk
	w.o.Events = func(e Event) { w.events = append(w.events, e) }
	return w
}

// fakeOptions are those of a campaign over a project that has nothing but seeds.
func fakeOptions(root, folder string, e *fakeEngine, targets ...string) Options {
	o := Options{Project: Project{Root: root}, Folder: folder, Engines: []Engine{e}, Procs: 1,
		Execs: 1000, Judge: []string{os.Args[0], "judge"}, Now: e.clock.read, Beat: 10 * time.Millisecond,
		Identify: func(context.Context) (Build, error) { return Build{Commit: "c0ffee", Go: "go1", Key: "k1"}, nil }}
	for _, name := range targets {
		o.Targets = append(o.Targets, fakeTarget(name))
		if _, _, err := (entries.Folder{Path: filepath.Join(root, "corpus", name)}).Add([]byte("seed")); err != nil {
			panic(err)
		}
	}
	return o
}

// runs runs a campaign that must end well.
func (w *world) runs() Record {
	w.t.Helper()
	r, err := Run(w.t.Context(), w.o)
	if err != nil {
		w.t.Fatalf("got %v\n%s", err, w.talk.String())
	}
	return r
}

// finding is the only one that there is.
func (w *world) finding() Finding {
	w.t.Helper()
	all, err := Findings(w.folder)
	if err != nil || len(all) != 1 {
		w.t.Fatalf("got findings %v, %v, want one\n%s", all, err, w.talk.String())
	}
	return all[0]
}

func (w *world) says(words ...string) {
	w.t.Helper()
	for _, word := range words {
		if !strings.Contains(w.talk.String(), word) {
			w.t.Errorf("got %q, want %q in it", w.talk.String(), word)
		}
	}
}

// runFake is a campaign in a process of its own, whose engine starts a worker and then
// tells of executions until it is killed.
func runFake(folder string) {
	e := &fakeEngine{name: "fake", clock: &clock{now: time.Unix(1_750_000_000, 0)}}
	e.do = append(e.do, func(ctx context.Context, s Slice, tell func(Progress)) error {
		if err := errors.Join(leaves("entries", "fresh")(ctx, s, tell), leaves("crashers", "aVbv")(ctx, s, tell)); err != nil {
			return err
		}
		c := exec.Command(os.Args[0], "worker")
		c.Env = append(os.Environ(), marked(folder))
		if err := c.Start(); err != nil {
			return err
		}
		fmt.Println(c.Process.Pid)
		for n := uint64(1); ctx.Err() == nil; n++ {
			tell(Progress{Execs: 100 + n, Coverage: 5})
			time.Sleep(5 * time.Millisecond)
		}
		return nil
	})
	o := fakeOptions(folder+".project", folder, e, "A")
	o.Talk = os.Stderr
	if _, err := Run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	os.Exit(0)
}
