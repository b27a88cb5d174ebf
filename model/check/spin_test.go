package check

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// alone names the variable that makes this test binary explore two-phase commit
// with so many managers, print the result, and do nothing else: so that the memory
// measured is what a process takes that checks one model.
const alone = "CHECK_TWOPHASE"

func TestMain(m *testing.M) {
	if n, err := strconv.Atoi(os.Getenv(alone)); err == nil {
		r := Run(context.Background(), twoPhaseCommit(uint8(n)), Options{})
		if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
			panic(err)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// A cost is what a process took until it ended.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // resident memory, in bytes
}

// measure runs c to its end. The kernel lets a child's peak begin at its parent's
// size, alike for both programs that are compared: the parent must stay small.
func measure(tb testing.TB, c *exec.Cmd) (output []byte, took cost) {
	tb.Helper()
	c.Stderr = os.Stderr
	begin := time.Now()
	output, err := c.Output()
	took.wall = time.Since(begin)
	if err != nil {
		tb.Fatalf("%v: %v\n%s", c, err, output)
	}
	took.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	took.peak = c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	return output, took
}

// measureCheck explores two-phase commit in a process of its own.
func measureCheck(tb testing.TB, n uint8) (r Result[struct{}], took cost) {
	tb.Helper()
	self, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), fmt.Sprintf("%s=%d", alone, n))
	out, took := measure(tb, c)
	if err := json.Unmarshal(out, &r); err != nil {
		tb.Fatalf("%v: %s", err, out)
	}
	return r, took
}

// buildSPIN makes SPIN's verifier for the same model. It skips where SPIN is not
// installed, unless everything must be.
func buildSPIN(tb testing.TB, n uint8) (pan string) {
	tb.Helper()
	for _, program := range []string{"spin", "gcc"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("TLSRESUME_PEERS") == "all" {
				tb.Fatal(err)
			}
			tb.Skipf("%s is not installed (Debian packages spin, gcc)", program)
		}
	}
	model, err := filepath.Abs("testdata/twophase.pml")
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	for _, args := range [][]string{
		{"spin", fmt.Sprintf("-DN=%d", n), "-a", model},
		{"gcc", "-O3", "-DSAFETY", "-o", "pan", "pan.c"}, // invariants only, as here
	} {
		c := exec.Command(args[0], args[1:]...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			tb.Fatalf("%v: %v\n%s", c, err, out)
		}
	}
	return filepath.Join(dir, "pan")
}

var panStates = regexp.MustCompile(`errors: 0\n\s+(\d+) states, stored`)

// measureSPIN runs the verifier with a hash table of 2^24 places, the size that
// suits nine managers best: less memory than 2^26, and as fast.
func measureSPIN(tb testing.TB, pan string) (states int64, took cost) {
	tb.Helper()
	c := exec.Command(pan, "-w24", "-m1000")
	c.Dir = filepath.Dir(pan)
	out, took := measure(tb, c)
	found := panStates.FindSubmatch(out)
	if found == nil {
		tb.Fatalf("got no count of states and no errors: %s", out)
	}
	states, err := strconv.ParseInt(string(found[1]), 10, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return states, took
}

// The two models are one: SPIN counts the same states.
func TestSPINCountsTheSameStates(t *testing.T) {
	for _, n := range []uint8{3, 5} {
		r, _ := measureCheck(t, n)
		states, _ := measureSPIN(t, buildSPIN(t, n))
		same(t, []any{r.Verdict, r.States}, []any{Holds, states})
	}
}

// BenchmarkTwoPhaseCommit compares whole processes, one after the other: ours on
// GOMAXPROCS cores, SPIN's depth-first search on the one that it uses.
func BenchmarkTwoPhaseCommit(b *testing.B) {
	const n, states = 9, 10_340_352
	pan := buildSPIN(b, n)
	var ours, theirs cost
	for b.Loop() {
		r, our := measureCheck(b, n)
		found, their := measureSPIN(b, pan)
		if r.Verdict != Holds || r.States != states || found != states {
			b.Fatalf("got %v, %d states, SPIN %d, want it to hold with %d", r.Verdict, r.States, found, states)
		}
		ours.add(our)
		theirs.add(their)
	}
	runs := float64(b.N)
	b.ReportMetric(float64(ours.wall)/float64(theirs.wall), "x-spin")
	b.ReportMetric(float64(ours.peak)/float64(theirs.peak), "x-spin-mem")
	b.ReportMetric(float64(ours.cpu)/float64(theirs.cpu), "x-spin-cpu")
	b.ReportMetric(ours.wall.Seconds()/runs, "s")
	b.ReportMetric(theirs.wall.Seconds()/runs, "spin-s")
	b.ReportMetric(float64(ours.peak)/1e6, "MB")
	b.ReportMetric(float64(theirs.peak)/1e6, "spin-MB")
}

// add sums times, and keeps the larger peak.
func (c *cost) add(d cost) {
	c.wall += d.wall
	c.cpu += d.cpu
	c.peak = max(c.peak, d.peak)
}
