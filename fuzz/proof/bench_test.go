package proof

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tlsresume/fuzz"
	"tlsresume/fuzz/campaign"
)

// An engine that stands in for one: this test program, which knows of no coverage either.
type stub struct{ campaign.Engine }

func (stub) Give(work, _ string, _ [][]byte) error { return os.MkdirAll(work, 0o755) }

var stand = Engine{stub{}, "stub", func(_, _, target string) ([]string, []string) {
	return []string{os.Args[0], "-test.run=^TestTheStub$"}, []string{"STUB=" + target}
}}

// TestTheStub is the stub when an engine is asked for: it executes Nothing ten times as
// often as others, and finds something in the seventh input of Records.
func TestTheStub(t *testing.T) {
	if os.Getenv(fuzz.TallyVariable) == "" {
		return // nobody asks
	}
	target, n := os.Getenv("STUB"), 0
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
	often := 1
	if target == fuzz.Nothing.Name {
		often = 10
	}
	for {
		for range often {
			body([]byte("input"))
		}
		for until := time.Now().Add(time.Millisecond); time.Now().Before(until); {
		}
	}
}

func TestATargetIsMeasuredBesideNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "bench")
	s := Slices{Count: 3, Length: 2 * tick} // little, for machines that are busy
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

func TestASearchEndsAtItsFindingOrItsBound(t *testing.T) {
	for _, test := range []struct {
		target string
		bound  Bound
		found  bool
	}{
		{"Records", Bound{Execs: 1000, Time: time.Minute}, true},
		{"Finished", Bound{Execs: 20, Time: time.Minute}, false},
		{"Finished", Bound{Execs: 1 << 40, Time: 30 * time.Millisecond}, false},
	} {
		work := filepath.Join(t.TempDir(), "run")
		o, err := test.bound.Search(context.Background(), Run{Engine: stand, Work: work, Target: test.target})
		if err != nil || (o.Found != nil) != test.found || o.Execs == 0 || test.found && (o.Execs != 7 || o.Found.Check != "some/check") {
			t.Errorf("%s, %+v: got %+v, %v, want a finding: %t", test.target, test.bound, o, err, test.found)
		}
		if _, err := os.Stat(work); err == nil {
			t.Error("got a folder that was left behind")
		}
	}
}
