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
			if len(r.Broken) != 1 || r.Broken[0].Name != d.Breaks {
				t.Fatalf("got %v %v, want %s broken", r.Verdict, r.Broken, d.Breaks)
			}
			t.Logf("%d states: %s", r.States, r.Broken[0].Witness)
			golden(t, "defect-"+d.Name, report.Broken[0].Trace)
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
