package archive

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"tlsresume/impl/peers/installed"
)

// toy is a program of a target in C: it links in a moment.
func toy(t *testing.T) *Program {
	t.Helper()
	cc, err := compiler(t.Context(), ".")
	var missing *MissingTool
	if errors.As(err, &missing) {
		installed.Missing(t, missing.Tool, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	linked := filepath.Join(t.TempDir(), "replay")
	source, err := filepath.Abs("testdata/toy.c")
	if err != nil {
		t.Fatal(err)
	}
	if err := link(t.Context(), cc, source, linked); err != nil {
		t.Fatal(err)
	}
	return &Program{Path: linked, Patience: time.Minute}
}

func inputs(list ...string) (all [][]byte) {
	for _, input := range list {
		all = append(all, []byte(input))
	}
	return all
}

func TestCountersAreThoseOfTheEntry(t *testing.T) {
	got, err := toy(t).Measure(t.Context(), inputs("", "-\x07", "-\x07\x07\x07\x09", "p\x01", "u", "s", "-"+strings.Repeat("\x05", 200), "-"+strings.Repeat("\x05", 256)))
	want := []Counters{
		{},
		{Features: []Feature{feature(7, 1)}},
		{Features: []Feature{feature(7, 3), feature(9, 1)}},
		{Features: []Feature{feature(1, 1)}},
		{Unstable: []Feature{feature(1000, 1)}},
		{},
		{Features: []Feature{feature(5, 128)}},
		{}, // hits are counted in a byte
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if got := Unstable(got); !reflect.DeepEqual(got, []uint32{1000}) {
		t.Errorf("got unstable %v, want 1000", got)
	}
}

func TestTheEntryThatCrashesOrHangsIsNamed(t *testing.T) {
	p := toy(t)
	p.Patience = 300 * time.Millisecond
	for input, want := range map[string]string{"c": "what a crash says", "h": "it runs for more than 300ms"} {
		got, err := p.Measure(t.Context(), inputs("-", "-", input, "-"))
		var entry *EntryError
		if !errors.As(err, &entry) || entry.Index != 2 || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want entry 2 and %q", input, err, want)
		}
		if len(got) != 2 {
			t.Errorf("%q: got %d measured, want the 2 before it", input, len(got))
		}
	}
}

// A counter that is chance at one entry says nothing of another, where it happened to be the
// same each time.
func TestUnstableCountersSayNothing(t *testing.T) {
	got, err := toy(t).Measure(t.Context(), inputs("v\x01", "u", "v\x02"))
	want := []Counters{
		{Features: []Feature{feature(1, 1)}, Unstable: []Feature{feature(1000, 1)}},
		{Unstable: []Feature{feature(1000, 1)}},
		{Features: []Feature{feature(2, 1)}, Unstable: []Feature{feature(1000, 1)}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

// Who ends a measurement accuses no entry.
func TestMeasureCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := toy(t).Measure(ctx, inputs("h")); err != context.DeadlineExceeded {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestFeaturesAreThoseOfLibFuzzer(t *testing.T) {
	for hits, want := range map[byte]byte{1: 1, 2: 2, 3: 3, 4: 4, 7: 4, 8: 8, 15: 8, 16: 16, 31: 16, 32: 32, 127: 32, 128: 128, 255: 128} {
		if f := feature(65535, hits); f.Counter() != 65535 || f.Hits() != want {
			t.Errorf("%d hits: got %v, want %d times", hits, f, want)
		}
	}
}

func TestACompilerThatIsNotThereIsNamed(t *testing.T) {
	t.Setenv("CC", "no-such-compiler")
	_, err := Build(t.Context(), "../..", Of("NewSessionTicket"), t.TempDir())
	var missing *MissingTool
	if !errors.As(err, &missing) || missing.Tool != "no-such-compiler" || !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("got %v, want that no-such-compiler is not there", err)
	}
}
