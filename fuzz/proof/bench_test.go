package proof

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/campaign"
)

// An engine that stands in for one: this test program, which knows of no coverage either.
type stub struct{ campaign.Engine }

func (stub) Name() string { return "stub" }

func (stub) Give(work, _ string, _ [][]byte) error { return os.MkdirAll(work, 0o755) }

var stand = Engine{stub{}, func(_, _, target string) []string {
	return []string{os.Args[0], "-test.run=^TestTheStub$", "-test.skip=" + target}
}}

// TestTheStub is the stub when an engine is asked for: it executes Nothing ten times as
// often as others, and finds something in the seventh input of Records.
func TestTheStub(t *testing.T) {
	if os.Getenv(fuzz.TallyVariable) == "" {
		return // nobody asks
	}
	last := os.Args[len(os.Args)-1]
	target, n := strings.TrimPrefix(last, "-test.skip="), 0
	ready, err := fuzz.FromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	body := ready(fuzz.Target{Name: target, Judge: func([]byte) (bool, error) {
		if n++; target == "Records" && n == 7 {
			return false, &fuzz.Violation{Check: "some/check", Err: errors.New("seen")}
		}
		return true, nil
	}}).Body
	for {
		for range map[bool]int{true: 10, false: 1}[target == fuzz.Nothing.Name] {
			body([]byte("input"))
		}
		time.Sleep(time.Millisecond)
	}
}

func TestATargetIsMeasuredBesideNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "bench")
	s := Slices{Count: 3, Length: 50 * time.Millisecond}
	r, err := s.Bench(context.Background(), filepath.Join("..", ".."), folder, stand, "", "Finished")
	if err != nil || r.Ratio <= 0 || r.Ratio > 0.5 || r.Target != "Finished" || r.Engine != "stub" {
		t.Errorf("got %+v, %v, want about a tenth", r, err)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("got a folder that was left behind")
	}
}

func TestAFindingEndsABench(t *testing.T) {
	s := Slices{Count: 1, Length: time.Minute}
	_, err := s.Bench(context.Background(), filepath.Join("..", ".."), filepath.Join(t.TempDir(), "bench"), stand, "", "Records")
	if f, is := errors.AsType[*Finding](err); !is || f.Check != "some/check" || f.Execs != 7 || string(f.Input) != "input" {
		t.Errorf("got %v, want what was found", err)
	}
}

func TestMedians(t *testing.T) {
	for _, test := range []struct {
		of   []float64
		want float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 9, 2}, 3}} {
		if got := median(test.of); got != test.want {
			t.Errorf("%v: got %v, want %v", test.of, got, test.want)
		}
	}
}
