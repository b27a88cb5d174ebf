package adversary

import (
	"context"
	"slices"
	"testing"

	"tlsresume/model/check"
)

func TestEveryDefectIsFound(t *testing.T) {
	for _, d := range Defects() {
		t.Run(d.Name, func(t *testing.T) {
			i := slices.IndexFunc(Configs(), func(c Config) bool { return c.Name == d.Config })
			if i < 0 {
				t.Fatalf("got config %q, want a stock one", d.Config)
			}
			report := Check(context.Background(), Configs()[i], &d, check.Options{})
			r := report.Result
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			for _, b := range report.Broken {
				t.Logf("%d states: %s", r.States, b.Witness)
				golden(t, "defect-"+d.Name, b.Trace)
			}
			for _, g := range r.Goals {
				t.Logf("%d states, goal %s: %v", r.States, g.Name, g.Reached)
			}
			if r.Verdict != check.Broken || len(r.Broken)+len(r.Goals) != 1 {
				t.Errorf("got %v, want %s broken", r.Verdict, d.Breaks)
			}
		})
	}
}

// A configuration or a goal that names an invariant which is not there would look at
// nothing.
func TestNamedInvariantsAreThere(t *testing.T) {
	there := func(what string, names ...string) {
		for _, name := range names {
			if !slices.ContainsFunc(Invariants(), func(i Invariant) bool { return i.Name == name }) {
				t.Errorf("%s: got the invariant %q, want one that is registered", what, name)
			}
		}
	}
	for _, c := range Configs() {
		there(c.Name, c.Holds...)
		want := len(Invariants())
		switch {
		case c.Breaks != "":
			there(c.Name, c.Breaks)
			want = 1
		case len(c.Holds) > 0:
			want = len(c.Holds)
		}
		if got := len(c.model().Invariants); got != want {
			t.Errorf("%s: got %d invariants, want %d", c.Name, got, want)
		}
	}
	for _, g := range Goals() {
		there(g.Name, g.Shows...)
	}
}

// No invariant without a goal that shows its situation, and a defect that breaks it.
func TestEveryInvariantHasAGoalAndADefect(t *testing.T) {
	for _, i := range Invariants() {
		shown := slices.ContainsFunc(Goals(), func(g Goal) bool { return slices.Contains(g.Shows, i.Name) })
		broken := slices.ContainsFunc(Defects(), func(d Defect) bool { return d.Breaks == i.Name })
		if !shown || !broken {
			t.Errorf("%s: got goal %v and defect %v, want both", i.Name, shown, broken)
		}
	}
}
