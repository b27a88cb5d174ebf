package resume

import (
	"bytes"
	"context"
	"flag"
	"os"
	"slices"
	"sync"
	"testing"

	"tlsresume/model/check"
	"tlsresume/traces"
)

var (
	update = flag.Bool("update", false, "rewrite the traces in traces/model")
	deep   = flag.Bool("deep", false, "explore the deep configurations too")
)

const modelTraces = "../../traces/model/"

// explored is the report on a configuration without a defect.
var explored = func() func(*testing.T, Config) Report {
	var mu sync.Mutex
	reports := map[string]Report{}
	return func(t *testing.T, c Config) Report {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		r, ok := reports[c.Name]
		if !ok {
			var err error
			if r, err = Check(context.Background(), c, nil, check.Options{}); err != nil {
				t.Fatal(err)
			}
			reports[c.Name] = r
		}
		return r
	}
}()

// long skips the larger configurations in a short run.
func long(t *testing.T, c Config) {
	t.Helper()
	if testing.Short() && c.States > 20000 {
		t.Skipf("short: %d states", c.States)
	}
	if c.Deep && !*deep {
		t.Skipf("deep: %d states, for tlsresume check --deep", c.States)
	}
}

// A configuration holds, and reaches its goals, or breaks the invariant that it is
// there to break, and no other.
func TestEveryConfigurationIsAsExpected(t *testing.T) {
	for _, c := range Configs() {
		t.Run(c.Name, func(t *testing.T) {
			long(t, c)
			r := explored(t, c)
			broken := ""
			for _, b := range r.Broken {
				if broken += b.Name; b.Name != c.Breaks {
					t.Errorf("%s: %s\n%s", b.Name, b.Witness, traces.Format(b.Trace))
					continue
				}
				golden(t, "config-"+c.Name, b.Trace)
			}
			if broken != c.Breaks {
				t.Errorf("got %q broken, want %q", broken, c.Breaks)
			}
			for _, g := range r.Result.Goals {
				if !g.Reached {
					t.Errorf("goal %s is not reached", g.Name)
				}
			}
			if got := r.Result; got.States != c.States || got.Transitions != c.Transitions || got.Depth != c.Depth {
				t.Errorf("got States: %d, Transitions: %d, Depth: %d, want %d, %d, %d",
					got.States, got.Transitions, got.Depth, c.States, c.Transitions, c.Depth)
			}
		})
	}
}

// The witness is of a configuration that is not deep: one of those is not always explored.
func TestEveryGoalHasItsWitness(t *testing.T) {
	for _, g := range Goals() {
		t.Run(g.Name, func(t *testing.T) {
			for _, c := range Configs() {
				if c.Deep || !slices.Contains(c.Goals, g.Name) {
					continue
				}
				long(t, c)
				for _, f := range explored(t, c).Goals {
					if f.Name == g.Name {
						golden(t, "goal-"+g.Name, f.Trace)
						return
					}
				}
				break
			}
			t.Error("no configuration reaches it")
		})
	}
}

func TestEveryDefectIsFound(t *testing.T) {
	for _, d := range Defects() {
		t.Run(d.Name, func(t *testing.T) {
			i := slices.IndexFunc(Configs(), func(c Config) bool { return c.Name == d.Config })
			if i < 0 {
				t.Fatalf("got config %q, want a stock one", d.Config)
			}
			long(t, Configs()[i])
			r, err := Check(context.Background(), Configs()[i], &d, check.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range r.Broken {
				if b.Name == d.Breaks {
					t.Log(b.Witness)
					golden(t, "defect-"+d.Name, b.Trace)
					return
				}
			}
			t.Errorf("%s, want %s broken", r.Result.Verdict, d.Breaks)
		})
	}
}

// golden compares a trace with its file, byte for byte.
func golden(t *testing.T, name string, trace *traces.Trace) {
	t.Helper()
	path, got := modelTraces+name+".trace", traces.Format(trace)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
	replays(t, read(t, path))
}

// No invariant without a goal, and without a defect that breaks it.
func TestEveryInvariantHasAGoalAndADefect(t *testing.T) {
	for _, i := range Invariants() {
		shown := slices.ContainsFunc(Goals(), func(g Goal) bool { return slices.Contains(g.Shows, i.Name) })
		broken := slices.ContainsFunc(Defects(), func(d Defect) bool { return d.Breaks == i.Name })
		if !shown || !broken {
			t.Errorf("%s: got goal %v and defect %v, want both", i.Name, shown, broken)
		}
	}
}

// Who names an invariant that is not there asks for nothing.
func TestNamedInvariantsAreThere(t *testing.T) {
	there := func(what string, names ...string) {
		for _, name := range names {
			if !slices.ContainsFunc(Invariants(), func(i Invariant) bool { return i.Name == name }) {
				t.Errorf("%s: got the invariant %q, want one that is registered", what, name)
			}
		}
	}
	for _, c := range Configs() {
		there(c.Name, slices.Concat(c.Without, c.Claims)...)
		if got, want := len(newSearch(c, nil).model(nil).Invariants), len(c.Invariants()); got != want || want == 0 {
			t.Errorf("%s: got %d invariants, want %d", c.Name, got, want)
		}
		for _, name := range c.Without {
			if slices.Contains(c.Invariants(), name) {
				t.Errorf("%s: got %s, which its world does not keep", c.Name, name)
			}
		}
	}
	for _, d := range Defects() {
		there(d.Name, d.Excuses...)
	}
	for _, g := range Goals() {
		there(g.Name, g.Shows...)
	}
}

// Every file in traces/model is one of ours.
func TestNoTraceIsLeftOver(t *testing.T) {
	var want []string
	for _, g := range Goals() {
		want = append(want, "goal-"+g.Name+".trace")
	}
	for _, d := range Defects() {
		want = append(want, "defect-"+d.Name+".trace")
	}
	for _, c := range Configs() {
		if c.Breaks != "" {
			want = append(want, "config-"+c.Name+".trace")
		}
	}
	slices.Sort(want)
	entries, err := os.ReadDir(modelTraces)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
