package campaign

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tlsresume/fuzz/entries"
)

// Each way to fail is confirmed, made small and told apart.
func TestFindingsAreConfirmedAndSmall(t *testing.T) {
	for _, test := range []struct {
		crasher, check, small string
		confirmed             int
	}{
		{"xxVyyyvzz", "both-cases", "Vv", 3},
		{"xxP", "panic/fuzz/campaign.outOfRange", "P", 3},
		{"xxS", "fatal/stack-overflow", "S", 3},
		{"xxM", "fatal/out-of-memory", "M", 3},
		{"xH", "hang", "H", 3},
		{"xF", "now-and-then", "xF", 2},
		{"quiet", "unconfirmed", "quiet", 0},
	} {
		t.Run(test.check, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "A")
			if test.check == hang {
				w.o.Limit = time.Second
			}
			w.o.Judge = []string{"env", "FAKE_FLAKY=" + filepath.Join(t.TempDir(), "flaky"), os.Args[0], "judge"}
			w.engine.do = append(w.engine.do, leaves("crashers", test.crasher))
			w.runs()
			f := w.finding()
			if f.Check != test.check || f.Confirmed != test.confirmed || f.Flaky != (test.confirmed < 3) {
				t.Errorf("got %+v, want %+v", f, test)
			}
			input, err := os.ReadFile(filepath.Join(w.folder, "findings", f.Key, "input"))
			if err != nil || string(input) != test.small {
				t.Errorf("got input %q, %v, want %q", input, err, test.small)
			}
			commands, err := os.ReadFile(filepath.Join(w.folder, "findings", f.Key, "commands.txt"))
			if want := strings.Join(strings.Split(test.small, ""), "\n") + "\n"; err != nil || string(commands) != want {
				t.Errorf("got commands %q, %v, want %q", commands, err, want)
			}
			w.says("finding: A: "+test.check, "replay: go tool tlsresume fuzz replay A "+filepath.Join(w.folder, "findings", f.Key, "input"))
			if got := strings.Contains(w.talk.String(), "flaky"); got != f.Flaky {
				t.Errorf("got %q, want it to say flaky: %t", w.talk.String(), f.Flaky)
			}
		})
	}
}

// A finding is on the disk before it is told.
func TestFindingsAreWrittenFirst(t *testing.T) {
	w := newWorld(t, "A")
	told := false
	w.o.Events = func(e Event) {
		if e.Event == "finding" {
			told = true
			if got := w.finding(); got.Key != e.Finding.Key {
				t.Errorf("got %v, want %v", got, e.Finding)
			}
		}
	}
	w.engine.do = append(w.engine.do, leaves("crashers", "Vv"))
	w.runs()
	if !told {
		t.Error("got no finding told")
	}
}

func TestTheSameFindingCountsUp(t *testing.T) {
	w := newWorld(t, "A")
	w.o.Execs = 3000
	w.engine.do = append(w.engine.do, leaves("crashers", "aVv"), leaves("crashers", "Vbbbv", "vV"), leaves("crashers", "P"))
	w.runs()
	all, err := Findings(w.folder)
	if err != nil || len(all) != 3 {
		t.Fatalf("got %v, %v, want three: vV has its kinds in another order", all, err)
	}
	if f := all[0]; f.Seen != 2 || f.Bytes != 2 || f.Found != 3 || f.Execs != 1000 || !f.Last.After(f.First) {
		t.Errorf("got %+v, want it to be seen twice, and as it was found first", f)
	}
	w.says("again: A: both-cases by V, v")
	if left, _ := filepath.Glob(filepath.Join(w.folder, "work", "fake", "A", "crashers", "*")); len(left) > 0 {
		t.Errorf("got %v left, want what is recorded to go", left)
	}
}

// An engine would stop at an entry that breaks a check.
func TestEntriesThatBreakAreNotHandedOver(t *testing.T) {
	w := newWorld(t, "A")
	stored := entries.Folder{Path: filepath.Join(w.o.Project.Root, "corpus", "A")}
	if _, _, err := stored.Add([]byte("Vv")); err != nil {
		t.Fatal(err)
	}
	w.runs()
	if f := w.finding(); f.Engine != "corpus" {
		t.Errorf("got %+v, want it to be found in the corpus", f)
	}
	if got := fmt.Sprintf("%q", w.engine.given); got != `["seed"]` {
		t.Errorf("got %s given, want the seed alone", got)
	}
}

// Nothing is lost by kill -9: not what the engine has found, nor what it has executed,
// and its processes end.
func TestKilledCampaignGoesOn(t *testing.T) {
	w := newWorld(t, "A")
	c := exec.Command(os.Args[0], "campaign", w.folder)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Process.Kill()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	worker, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Kill(worker, syscall.SIGKILL)
	var told uint64
	for deadline := time.Now().Add(10 * time.Second); told == 0 && time.Now().Before(deadline); {
		if r, err := Recorded(w.folder); err == nil && r.Running != nil {
			told = r.Running.Execs
		}
	}
	if _, err := Run(t.Context(), w.o); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("another campaign runs on this folder (process %d)", c.Process.Pid)) {
		t.Errorf("got %v, want a second campaign to be refused", err)
	}
	c.Process.Kill()
	c.Wait()
	if !alive(worker) {
		t.Fatal("the worker ended with the campaign: nothing is shown")
	}
	r := w.runs()
	w.says(" processes of a campaign that died were ended", "a slice of fake on A was under way", "finding: A: both-cases")
	if alive(worker) {
		t.Error("got a worker that outlived its campaign")
	}
	if got := r.Execs("A"); told == 0 || got < told+1000 {
		t.Errorf("got %d executions, want the %d that were told, and 1000", got, told)
	}
	if got := fmt.Sprintf("%q", w.engine.given); got != `["seed" "fresh"]` && got != `["fresh" "seed"]` {
		t.Errorf("got %s given, want what the dead campaign found, too", got)
	}
	w.finding()
}

// alive reports whether a process is there and no zombie: this test is no parent that
// reaps.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

func TestInterruptSaves(t *testing.T) {
	w := newWorld(t, "A")
	ctx, stop := context.WithCancel(t.Context())
	w.engine.do = append(w.engine.do, func(ctx context.Context, s Slice, tell func(Progress)) error {
		stop()
		return errors.Join(leaves("entries", "fresh")(ctx, s, tell), leaves("crashers", "Vv")(ctx, s, tell))
	})
	if _, err := Run(ctx, w.o); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want the interrupt", err)
	}
	w.says("a crasher of fake on A waits")
	r, err := Recorded(w.folder)
	if err != nil || r.Execs("A") != 1000 || r.Running != nil {
		t.Errorf("got %+v, %v, want 1000 executions and nothing under way", r, err)
	}
	if _, err := os.Stat(filepath.Join(w.folder, "corpus", "A", entries.Name([]byte("fresh")))); err != nil {
		t.Error(err)
	}
	w.runs()
	w.finding()
}

// What cannot be written stays where it was, and the campaign says so.
func TestNothingIsLostWhenNothingCanBeWritten(t *testing.T) {
	for _, folder := range []string{"findings", "corpus/A"} {
		t.Run(folder, func(t *testing.T) {
			w := newWorld(t, "A")
			blocked := filepath.Join(w.folder, folder)
			w.engine.do = append(w.engine.do, func(ctx context.Context, s Slice, tell func(Progress)) error {
				return errors.Join(leaves("crashers", "Vv")(ctx, s, tell), leaves("entries", "fresh")(ctx, s, tell),
					os.RemoveAll(blocked), os.WriteFile(blocked, nil, 0o644))
			})
			if _, err := Run(t.Context(), w.o); err == nil || !strings.Contains(err.Error(), blocked) {
				t.Fatalf("got %v, want it to name %s", err, blocked)
			}
			if err := os.Remove(blocked); err != nil {
				t.Fatal(err)
			}
			w.o.Execs = 5000
			w.runs()
			w.finding()
			if _, err := os.Stat(filepath.Join(w.folder, "corpus", "A", entries.Name([]byte("fresh")))); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFullDiskEndsACampaign(t *testing.T) {
	w := newWorld(t, "A")
	w.engine.do = append(w.engine.do, func(context.Context, Slice, func(Progress)) error {
		return fmt.Errorf("go-fuzz: failed to write file: %w", syscall.ENOSPC)
	})
	if _, err := Run(t.Context(), w.o); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want %v", err, syscall.ENOSPC)
	}
}

// Trouble with an engine is no finding, and when it goes on it is no pass.
func TestTroubleIsNoFinding(t *testing.T) {
	trouble := func(context.Context, Slice, func(Progress)) error { return errors.New("context deadline exceeded") }
	w := newWorld(t, "A")
	w.engine.do = append(w.engine.do, trouble, trouble)
	w.runs()
	w.says("trouble: fake A: context deadline exceeded")
	if all, err := Findings(w.folder); err != nil || len(all) > 0 {
		t.Errorf("got %v, %v, want no finding", all, err)
	}
	w.o.Execs = 9000
	w.engine.do = append(w.engine.do, trouble, trouble, trouble)
	if _, err := Run(t.Context(), w.o); err == nil || !strings.Contains(err.Error(), "fake on A was given up after 3 slices") {
		t.Errorf("got %v, want the target to be given up", err)
	}
}

func TestTargetsShareTheTime(t *testing.T) {
	w := newWorld(t, "A", "B", "C")
	w.o.Execs, w.o.Time = 0, 240*time.Second
	fresh := 0
	for range 24 {
		w.engine.do = append(w.engine.do, func(ctx context.Context, s Slice, tell func(Progress)) error {
			if s.Target != "B" {
				return nil
			}
			fresh++
			return leaves("entries", fmt.Sprint("fresh ", fresh))(ctx, s, tell)
		})
	}
	r := w.runs()
	got := map[string]int{}
	for target, of := range r.Targets {
		got[target] = of["fake"].Slices
	}
	if want := map[string]int{"A": 6, "B": 12, "C": 6}; !mapsEqual(got, want) {
		t.Errorf("got slices %v, want %v: twice as many for the one that finds new paths", got, want)
	}
}

func mapsEqual(a, b map[string]int) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

func TestTooLittleTimeIsNoPass(t *testing.T) {
	w := newWorld(t, "A", "B", "C")
	w.o.Execs, w.o.Time = 0, 20*time.Second
	if _, err := Run(t.Context(), w.o); err == nil || !strings.Contains(err.Error(), "the time was too short for ") {
		t.Errorf("got %v, want the target that had no slice", err)
	}
}

// A folder outlives the tree that it was made with.
func TestAnotherBuildKeepsTheFolder(t *testing.T) {
	w := newWorld(t, "A")
	w.engine.do = append(w.engine.do, leaves("entries", "fresh"))
	w.runs()
	w.o.Execs = 2000
	w.o.Identify = func(context.Context) (Build, error) { return Build{Commit: "beef", Go: "go2", Key: "k2"}, nil }
	r := w.runs()
	w.says("this folder was last used with commit c0ffee, go1, sources k1; this is commit beef, go2, sources k2")
	var got []string
	for _, s := range r.Targets["A"]["fake"].Builds {
		got = append(got, fmt.Sprint(s.Build.Key, " ", s.Execs))
	}
	if want := []string{"k1 1000", "k2 1000"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(w.engine.given) != 2 {
		t.Errorf("got %q given, want the entry of the other build, too", w.engine.given)
	}
	builds, err := filepath.Glob(filepath.Join(w.folder, "build", "fake", "*"))
	if err != nil || len(builds) != 1 || filepath.Base(builds[0]) != "k2" {
		t.Errorf("got builds %v, %v, want k2", builds, err)
	}
}

// The log is JSON lines, also behind a line that a campaign died in, and adds up to what
// the record says.
func TestTheLogAddsUp(t *testing.T) {
	w := newWorld(t, "A", "B")
	w.runs()
	file := filepath.Join(w.folder, "log.jsonl")
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(f, `{"event":"sli`)
	f.Close()
	w.o.Execs = 3000
	r := w.runs()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum, torn, starts := map[string]uint64{}, 0, 0
	for line := range strings.Lines(string(text)) {
		var e Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			torn++
		}
		switch e.Event {
		case "slice":
			sum[e.Target] += e.Execs
		case "start":
			starts++
		}
	}
	if sum["A"] != r.Execs("A") || sum["B"] != 3000 || torn != 1 || starts != 2 {
		t.Errorf("got %v, %d torn lines and %d starts, want 3000 each as the record has, one, and two", sum, torn, starts)
	}
	var page strings.Builder
	if err := Page(&page, w.folder, w.o.Now()); err != nil || !strings.Contains(page.String(), "6000") {
		t.Errorf("got %v\n%s, want 6000 executions in all", err, page.String())
	}
}

// A judge that cannot begin says why, and is no finding.
func TestAJudgeOfAnotherBuildIsToldOf(t *testing.T) {
	w := newWorld(t, "Missing")
	if _, err := Run(t.Context(), w.o); err == nil || !strings.Contains(err.Error(), "got target Missing, want Fake") {
		t.Errorf("got %v, want what the judge says", err)
	}
}
