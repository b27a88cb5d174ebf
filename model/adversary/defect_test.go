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
