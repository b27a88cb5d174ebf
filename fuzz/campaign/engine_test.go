package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tlsresume/fuzz"
)

// A slice on a folder whose build is one shell script.
func scripted(t *testing.T, engine, program, script string) Slice {
	t.Helper()
	s := Slice{Target: "A", Build: t.TempDir(), Work: filepath.Join(t.TempDir(), "work", engine, "A"), Time: PerInput, Procs: 1}
	if err := os.WriteFile(filepath.Join(s.Build, program), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return s
}

// gofuzzLine is a line of go-fuzz's statistics.
const gofuzzLine = `echo "2026/11/21 20:50:56 workers: 2, corpus: 9 (0s ago), crashers: 1, restarts: 1/9998, execs: 1234 (41/sec), cover: 56, uptime: 3s" >&2
`

func TestGoFuzzRunsForASlice(t *testing.T) {
	for name, test := range map[string]struct {
		script string
		execs  uint64
		time   time.Duration
		says   string // of the error
	}{
		"enough":  {gofuzzLine + "while :; do sleep 0.01; done", 1000, PerInput, ""},
		"time":    {gofuzzLine + "while :; do sleep 0.01; done", 0, 200 * time.Millisecond, ""},
		"ends":    {gofuzzLine, 0, PerInput, "it ended by itself after 1234 executions"},
		"refuses": {"echo 'function FuzzA not found' >&2; exit 1", 0, PerInput, "function FuzzA not found"},
		"disk":    {gofuzzLine + "echo 'failed to write file: no space left on device' >&2; while :; do sleep 0.01; done", 0, PerInput, "no space left on device"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scripted(t, "gofuzz", "go-fuzz", `trap "exit 0" INT
`+test.script)
			s.Execs, s.Time = test.execs, test.time
			if err := (GoFuzz{}).Give(s.Work, "A", nil); err != nil {
				t.Fatal(err)
			}
			got, err := GoFuzz{}.Run(t.Context(), s, func(Progress) {})
			if test.says == "" && (err != nil || got != Progress{Execs: 1234, Coverage: 56}) {
				t.Errorf("got %+v, %v, want what it told", got, err)
			}
			if test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("got %v, want %q", err, test.says)
			}
			if wantFull := name == "disk"; wantFull && !full(err) {
				t.Errorf("got %v, want it to be the disk's", err)
			}
		})
	}
}

// What an engine starts ends with it, however it ended.
func TestTheWholeGroupEnds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	s := scripted(t, "gofuzz", "go-fuzz", "sleep 300 &\necho $! >"+file+"\n"+gofuzzLine)
	if err := (GoFuzz{}).Give(s.Work, "A", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := (GoFuzz{}).Run(t.Context(), s, func(Progress) {}); err == nil {
		t.Error("got no error, want that it ended by itself")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(PerInput); alive(pid); {
		if time.Now().After(deadline) {
			t.Fatalf("got process %d alive, want the group to end", pid)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestGoFuzzIsGivenWhatItLacks(t *testing.T) {
	work := t.TempDir()
	put := func(name, content string) {
		t.Helper()
		file := filepath.Join(work, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, crash := sha1Name([]byte("found"))+"-3", sha1Name([]byte("crash"))
	put("corpus/"+found, "found")
	put("crashers/"+crash, "crash")
	put("crashers/"+crash+".output", "panic: A: both-cases")
	put("crashers/"+crash+".quoted", `"crash"`)
	put("suppressions/x", "panic: A: both-cases")
	for range 2 {
		if err := (GoFuzz{}).Give(work, "A", [][]byte{[]byte("found"), []byte("seed")}); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := listed(t, filepath.Join(work, "corpus")), []string{sha1Name([]byte("seed")), found}; !slices.Equal(got, sorted(want)) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := os.Stat(filepath.Join(work, "suppressions")); err == nil {
		t.Error("got suppressions, want a check to be found in every slice")
	}
	y, err := GoFuzz{}.Harvest(work, "A")
	if err != nil || len(y.Entries) != 1 || string(y.Entries[0].Data) != "found" {
		t.Errorf("got %+v, %v, want what go-fuzz found and not what it was given", y, err)
	}
	if len(y.Crashers) != 1 || string(y.Crashers[0].Data) != "crash" || y.Crashers[0].Said != "panic: A: both-cases" || len(y.Crashers[0].Files) != 3 {
		t.Errorf("got %+v, want the crasher with what is said of it", y.Crashers)
	}
}

func TestNativeRunsForACount(t *testing.T) {
	const line = `echo "fuzz: elapsed: 3s, execs: 777 (41/sec), new interesting: 4 (total: 9)"
echo "2026-11-21 DEBUG new interesting input, id: x, parent: y, gen: 1, new bits: 1, total bits: 92, size: 3, exec time: 1us"
`
	for name, test := range map[string]struct{ script, says string }{
		"count":   {line, ""},
		"crasher": {line + `mkdir -p testdata/fuzz/FuzzA; printf 'go test fuzz v1\n[]byte("V")\n' >testdata/fuzz/FuzzA/0123456789abcdef; exit 1`, ""},
		"75804":   {line + `echo "--- FAIL: FuzzA"; echo "    context deadline exceeded"; exit 1`, "golang/go#75804"},
		"seed":    {line + `echo "failure while testing seed corpus entry: FuzzA/seed#1"; exit 1`, "failure while testing seed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scripted(t, "native", "fuzz.test", test.script)
			if err := (Native{}).Give(s.Work, "A", nil); err != nil {
				t.Fatal(err)
			}
			got, err := Native{}.Run(t.Context(), s, func(Progress) {})
			if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
			if (got != Progress{Execs: 777, Coverage: 92}) {
				t.Errorf("got %+v, want what it told", got)
			}
			y, err := Native{}.Harvest(s.Work, "A")
			if wants := name == "crasher"; err != nil || len(y.Crashers) == 1 != wants {
				t.Errorf("got %+v, %v, want a crasher: %t", y, err, wants)
			}
		})
	}
}

// Seeds that the campaign takes back go, too: the engine would end at one that breaks
// a check.
func TestNativeIsGivenNothingElse(t *testing.T) {
	work := filepath.Join(t.TempDir(), "native", "A")
	for _, all := range [][][]byte{{[]byte("one"), []byte("two")}, {[]byte("two"), []byte("three")}} {
		if err := (Native{}).Give(work, "A", all); err != nil {
			t.Fatal(err)
		}
	}
	if got := listed(t, filepath.Join(work, "..", "corpus", "A")); len(got) != 2 {
		t.Errorf("got %v, want two and three", got)
	}
}

// A file that a killed engine left half written is set aside, and what else there is
// is taken.
func TestHalfAnEntryIsSetAside(t *testing.T) {
	w := newWorld(t, "A")
	w.o.Engines = []Engine{halfWritten{w.engine}}
	w.engine.do = append(w.engine.do, func(_ context.Context, s Slice, _ func(Progress)) error {
		cache := Native{}.cache(s.Work, "A")
		if err := os.MkdirAll(cache, 0o755); err != nil {
			return err
		}
		for name, text := range map[string]string{"0123456789abcdef": "go test fuzz v1\n[]byte(\"hal", "fedcba9876543210": "go test fuzz v1\n[]byte(\"whole\")\n"} {
			if err := os.WriteFile(filepath.Join(cache, name), []byte(text), 0o644); err != nil {
				return err
			}
		}
		return nil
	})
	w.runs()
	w.says("trouble: fake A", "0123456789abcdef")
	if got := listed(t, filepath.Join(w.folder, "work", "fake", "A", "aside")); !slices.Equal(got, []string{"0123456789abcdef"}) {
		t.Errorf("got %v set aside, want the half", got)
	}
	if got := listed(t, filepath.Join(w.folder, "corpus", "A")); len(got) != 2 {
		t.Errorf("got corpus %v, want the seed and the whole", got)
	}
}

// halfWritten is the fake engine, with the work folder of the native one.
type halfWritten struct{ *fakeEngine }

func (halfWritten) Harvest(work, target string) (Yield, error) { return Native{}.Harvest(work, target) }

func listed(t *testing.T, folder string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

func sorted(names []string) []string { slices.Sort(names); return names }

// The engine of the go command itself, from its build on.
func TestNativeCampaign(t *testing.T) {
	target, err := fuzz.Named("NewSessionTicket")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.o.Project, w.o.Targets, w.o.Engines = Project{Root: root}, []fuzz.Target{target}, []Engine{Native{}}
	w.o.Execs, w.o.Now, w.o.Identify = 4000, time.Now, nil
	r := w.runs()
	tally := r.Targets[target.Name]["native"]
	if tally.Execs < 4000 || tally.Coverage == 0 || tally.Seconds == 0 || len(tally.Builds) != 1 {
		t.Errorf("got %+v, want 4000 executions of one build, and their coverage", tally)
	}
	if got := fmt.Sprint(r.Build.Go); !strings.HasPrefix(got, "go1.") {
		t.Errorf("got build %+v, want what it was built with", r.Build)
	}
	if all, err := Findings(w.folder); err != nil || len(all) > 0 {
		t.Errorf("got %v, %v, want no finding", all, err)
	}
}

// A build that is interrupted has not failed.
func TestAnInterruptIsNoFailure(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	err := child{args: []string{"sh", "-c", "echo ready; exec sleep 300"}, line: func(string) { stop() }}.run(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
