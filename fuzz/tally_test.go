package fuzz

import (
	"errors"
	"path/filepath"
	"testing"
)

// What two tallies of a file count is counted once, and the first finding stays.
func TestATallyCountsWhatProcessesExecute(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tally")
	open := func() *Tally {
		y, err := OpenTally(file)
		if err != nil {
			t.Fatal(err)
		}
		return y
	}
	one, other := open(), open()
	target := Target{Name: "Thing", Judge: func(data []byte) (bool, error) {
		switch string(data) {
		case "bad":
			return false, &Violation{"some/check", errors.New("seen")}
		case "worse":
			panic("gone")
		}
		return true, nil
	}}
	run := func(y *Tally, data string) {
		defer func() { _ = recover() }()
		y.of(target).Body([]byte(data))
	}
	run(one, "good")
	if s, err := one.Seen(); s != nil || err != nil {
		t.Errorf("got %v, %v, want no finding", s, err)
	}
	run(other, "worse")
	run(one, "bad")
	s, err := other.Seen()
	if err != nil || s == nil || s.Check != "panic" || s.Execs != 2 || string(s.Input) != "worse" {
		t.Errorf("got %+v, %v, want the panic of the second execution", s, err)
	}
	if got := open().Count(); got != 3 {
		t.Errorf("got %d executions, want 3", got)
	}
	fresh, err := OpenTally(file + "2")
	if err != nil {
		t.Fatal(err)
	}
	run(fresh, "bad")
	if s, err := fresh.Seen(); err != nil || s == nil || s.Check != "some/check" {
		t.Errorf("got %+v, %v, want what was violated", s, err)
	}
}

func TestATallyNeedsItsFile(t *testing.T) {
	if _, err := OpenTally(filepath.Join(t.TempDir(), "no-such", "tally")); err == nil {
		t.Error("got no error")
	}
}
