package campaign

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz/entries"
)

func (w *world) shares(folder string) *world {
	w.t.Helper()
	s, err := OpenShare(folder)
	if err != nil {
		w.t.Fatal(err)
	}
	w.o.Share = s
	return w
}

// given is what the engine was handed in its last slice.
func (w *world) given() (all []string) {
	for _, data := range w.engine.given {
		all = append(all, string(data))
	}
	slices.Sort(all)
	return all
}

// What one campaign found another is given, in its next slice and at its next start.
func TestTwoCampaignsShare(t *testing.T) {
	folder := t.TempDir()
	a, b := newWorld(t, "A").shares(folder), newWorld(t, "A").shares(folder)
	a.engine.do = append(a.engine.do, leaves("entries", "of a"))
	a.runs()
	// b finds, and then an entry of somebody else appears while its second slice runs.
	b.engine.do = append(b.engine.do, leaves("entries", "of b"), func(context.Context, Slice, func(Progress)) error {
		_, _, err := entries.Folder{Path: filepath.Join(folder, "A")}.Add([]byte("of c"))
		return err
	})
	b.o.Execs = 3000
	b.runs()
	if got, want := b.given(), []string{"of a", "of b", "of c", "seed"}; !slices.Equal(got, want) {
		t.Errorf("b was given %q, want %q", got, want)
	}
	a.o.Execs += 1000
	a.shares(folder).runs()
	if got, want := a.given(), []string{"of a", "of b", "of c", "seed"}; !slices.Equal(got, want) {
		t.Errorf("a was given %q, want %q", got, want)
	}
	var deals []string
	for _, e := range b.events {
		if e.Event == "share" {
			deals = append(deals, fmt.Sprintf("%d given, %d taken", e.Given, e.New))
		}
	}
	if want := []string{"0 given, 1 taken", "1 given, 0 taken", "0 given, 1 taken"}; !slices.Equal(deals, want) {
		t.Errorf("b tells %q, want %q", deals, want)
	}
}

// An entry of another campaign that breaks a check here is a finding, and not given to an
// engine, whether it is there at the start or comes later.
func TestASharedEntryThatBreaksIsAFinding(t *testing.T) {
	for _, late := range []bool{false, true} {
		folder := t.TempDir()
		w := newWorld(t, "A").shares(folder)
		w.o.Execs = 2000
		put := func(context.Context, Slice, func(Progress)) error {
			_, _, err := entries.Folder{Path: filepath.Join(folder, "A")}.Add([]byte("Vv"))
			return err
		}
		if late {
			w.engine.do = append(w.engine.do, put)
		} else if err := put(t.Context(), Slice{}, nil); err != nil {
			t.Fatal(err)
		}
		w.runs()
		if f := w.finding(); f.Check != "both-cases" || late != (f.Engine == "share") {
			t.Errorf("late %t: got %+v", late, f)
		}
		if got, want := w.given(), []string{"seed"}; !slices.Equal(got, want) {
			t.Errorf("late %t: got %q given, want %q", late, got, want)
		}
	}
}

// A share that fails is told, file by file where it can be, and the campaign goes on.
func TestATroubledShareEndsNoCampaign(t *testing.T) {
	folder := t.TempDir()
	w := newWorld(t, "A").shares(folder)
	w.o.Execs = 3000
	bad := filepath.Join(folder, "A", "notes.txt")
	w.engine.do = append(w.engine.do, func(context.Context, Slice, func(Progress)) error {
		return os.WriteFile(bad, []byte("notes"), 0o644)
	}, func(context.Context, Slice, func(Progress)) error {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
		return os.WriteFile(folder, nil, 0o644) // as root, too, nothing can be written there
	})
	w.runs()
	w.says(bad+": got a name that is no entry's (left out)", "the share: ")
	if n := strings.Count(w.talk.String(), "notes.txt"); n != 1 {
		t.Errorf("got %q, want the bad file told once", w.talk.String())
	}
}
