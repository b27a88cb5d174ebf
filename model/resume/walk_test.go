package resume

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/model/check"
	"tlsresume/traces"
)

// walked goes a trace's steps, and says what it met: the events, and behind each step the
// properties that are broken and reached.
func walked(t *testing.T, w *Walk, steps []traces.Step) (got []traces.Step, broken, reached [][]string) {
	t.Helper()
	for _, s := range steps {
		w.Moves() // which changes nothing
		w.Parts()
		events, err := w.Do(t.Context(), s.Command)
		if err != nil {
			t.Fatalf("%s: %v", s.Command, err)
		}
		got = append(got, traces.Step{Command: s.Command, Events: events})
		broken, reached = append(broken, named(w.Invariants(), false)), append(reached, named(w.Goals(), true))
	}
	return got, broken, reached
}

func named(all []Standing, holds bool) (names []string) {
	for _, s := range all {
		if s.Holds == holds {
			names = append(names, s.Name)
		}
	}
	return names
}

// What a search finds a walk meets: a counterexample breaks its invariant with its last
// step and not before, the shortest way to a goal reaches it with its last step and not
// before, and events are the same.
func TestAWalkMeetsWhatASearchFinds(t *testing.T) {
	broke, reached := 0, 0
	for _, c := range Configs() {
		if c.States > 1000 {
			continue
		}
		r, err := Check(t.Context(), c, nil, check.Options{})
		if err != nil {
			t.Fatal(err)
		}
		meet := func(f Finding, which func(broken, reached [][]string) [][]string) {
			w, err := c.Walk()
			if err != nil {
				t.Fatal(err)
			}
			got, broken, goals := walked(t, w, f.Trace.Steps)
			if d := traces.Diff(f.Trace, &traces.Trace{Steps: got}); d != nil {
				t.Errorf("%s, %s: %v", c.Name, f.Name, d)
			}
			for i, names := range which(broken, goals) {
				if last := i == len(got)-1; slices.Contains(names, f.Name) != last {
					t.Errorf("%s, %s: behind step %d of %d: got %v", c.Name, f.Name, i+1, len(got), names)
				}
			}
		}
		for _, f := range r.Broken {
			meet(f, func(broken, _ [][]string) [][]string { return broken })
			broke++
		}
		for _, f := range r.Goals {
			meet(f, func(_, goals [][]string) [][]string { return goals })
			reached++
		}
	}
	if broke < 5 || reached < 5 {
		t.Errorf("got %d counterexamples and %d ways to goals, want several", broke, reached)
	}
}

// A walk goes where the search does and nowhere else.
func TestAWalkIsOfItsWorld(t *testing.T) {
	c := Configs()[slices.IndexFunc(Configs(), func(c Config) bool { return c.Name == "ticket-order" })]
	w, err := c.Walk()
	if err != nil {
		t.Fatal(err)
	}
	before := w.Parts()
	for _, line := range []string{"deliver k1.s 1", "dial k2 c0 s0", "send k1.c text", "frobnicate"} {
		words := strings.Fields(line)
		if _, err := w.Do(t.Context(), traces.Command{Verb: words[0], Args: words[1:]}); !errors.Is(err, ErrNotEnabled) {
			t.Errorf("%s: got %v, want %v", line, err, ErrNotEnabled)
		}
	}
	if after := w.Parts(); len(before) != len(after) {
		t.Errorf("got %d parts behind commands that are not enabled, want %d", len(after), len(before))
	}
	for _, m := range w.Moves() {
		next, err := c.Walk()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := next.Do(t.Context(), m.Command); err != nil || m.Cites == "" {
			t.Errorf("%s (%s): %v", m.Command, m.Cites, err)
		}
	}
}

// From the header of a stored trace that the model can be, its commands give the events that
// the model gives, each move is a command that a trace can go on with, and no law of an RFC is
// broken in a figure of one, where ends do as they should.
func TestAWalkOfATrace(t *testing.T) {
	played := 0
	if err := filepath.WalkDir("../../traces", func(p string, _ fs.DirEntry, err error) error {
		folder := filepath.Base(filepath.Dir(p))
		if err != nil || !strings.HasSuffix(p, traces.Extension) || folder != "figures" && folder != "regress" {
			return err
		}
		trace := read(t, p)
		w, err := WalkFrom(t.Context(), trace.Header)
		if errors.Is(err, traces.ErrCannot) {
			return nil
		}
		if err != nil {
			t.Fatal(err)
		}
		want, err := traces.Run(t.Context(), Open, trace)
		if errors.Is(err, traces.ErrCannot) {
			return nil
		}
		if err != nil {
			t.Fatal(err)
		}
		got, broken, _ := walked(t, w, trace.Steps)
		if d := traces.Diff(want, &traces.Trace{Steps: got}); d != nil {
			t.Errorf("%s: %v", p, d)
		}
		if all := slices.Concat(broken...); folder == "figures" && len(all) > 0 {
			t.Errorf("%s: got %v broken, want nothing", p, all)
		}
		for _, m := range w.Moves() {
			if _, err := traces.Parse(p, traces.Format(&traces.Trace{Header: trace.Header, Steps: append(slices.Clip(got), traces.Step{Command: m.Command})})); err != nil {
				t.Errorf("%s: got the move %s: %v", p, m.Command, err)
			}
		}
		played++
		return nil
	}); err != nil || played < 50 {
		t.Fatalf("got %d traces walked, %v, want 50 or more", played, err)
	}
}
