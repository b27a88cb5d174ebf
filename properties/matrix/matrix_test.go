package matrix

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/defect"
	"tlsresume/impl/script"
	"tlsresume/impl/sim"
	"tlsresume/model/adversary"
	"tlsresume/model/resume"
	"tlsresume/properties"
	"tlsresume/properties/linear"
	"tlsresume/properties/metamorphic"
	"tlsresume/traces"
)

var (
	overlays = flag.Bool("overlays", false, "try the defects that are overlays, too: each is compiled, which takes some ten seconds")
	only     = flag.String("defect", "", "try this defect alone, whatever its grade, and print all that finds it")
)

// How much each defect is tried against: enough for what must find it.
const (
	randomCases = 200
	probeSeeds  = 20
)

func bench(t *testing.T) *Bench {
	t.Helper()
	b, err := NewBench(t.Context(), "../..", 1, randomCases, probeSeeds)
	if err != nil {
		t.Fatal(err)
	}
	b.Fleets = fleets
	return b
}

// fleets are the histories of fleets that have something between their parts, and the
// relations between their runs.
func fleets(seams func() script.Seams) (all []Probe) {
	for _, c := range linear.Of(seams) {
		all = append(all, Probe{"linear/" + c.Name, func(ctx context.Context, seed uint64) error {
			r, err := c.Run(ctx, seed)
			if err != nil {
				return err
			}
			if err = r.Err(); errors.Is(err, linear.ErrInconclusive) {
				return fmt.Errorf("%w: %w", ErrUnknown, err)
			}
			return err
		}})
	}
	for _, r := range metamorphic.All() {
		all = append(all, Probe{"metamorphic/" + r.Name, func(ctx context.Context, seed uint64) error {
			_, err := r.Check(ctx, seams, seed)
			return err
		}})
	}
	return all
}

// wanted are the defects to try.
func wanted(t *testing.T) []defect.Defect {
	t.Helper()
	all := slices.DeleteFunc(defect.All(), func(d defect.Defect) bool {
		return *only != "" && d.Name != *only || *only == "" && d.Grade() == defect.Overlay && !*overlays
	})
	if len(all) == 0 {
		t.Fatalf("got no defect %q", *only)
	}
	if testing.Short() && *only == "" {
		var some []defect.Defect
		for i := 0; i < len(all); i += 10 {
			some = append(some, all[i])
		}
		t.Logf("%d of %d defects: all without -short", len(some), len(all))
		return some
	}
	return all
}

func TestEveryDefectIsFoundByWhatItNames(t *testing.T) {
	b := bench(t)
	for _, d := range wanted(t) {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			r, err := b.Try(t.Context(), d, *only == "")
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Err(Killers(d)); err != nil {
				t.Error(err)
			}
			for _, f := range r.Findings {
				t.Logf("%s finds it in case %d, after %.2f s: %s: %s", f.Check, f.Cases, f.Seconds, f.Where, f.Why)
			}
		})
	}
}

// A defect leaves a handshake without its situation as it was: one that breaks them all
// would be found by anything, which proves nothing.
func TestEveryDefectLeavesSomeHandshakeAlone(t *testing.T) {
	stored, err := Stored("../../traces")
	if err != nil {
		t.Fatal(err)
	}
	stored = slices.DeleteFunc(stored, func(c Case) bool { return !agrees(c.Want) })
	for _, d := range defect.All() {
		if d.Grade() == defect.Overlay {
			continue // it is in all that is compiled with it
		}
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			if !slices.ContainsFunc(stored, func(c Case) bool {
				broken, err := judge(t.Context(), sim.OpenWith(d.Open), c)
				return err == nil && len(broken) == 0
			}) {
				t.Errorf("got every handshake of %d traces broken", len(stored))
			}
		})
	}
}

// agrees reports whether some handshake of a trace ends well at both ends.
func agrees(t *traces.Trace) bool {
	return slices.ContainsFunc(properties.NewRun(t).Handshakes, func(h properties.Handshake) bool {
		agreed := func(e properties.Event) bool { return e.Mark == traces.Agreed }
		return slices.ContainsFunc(h.Client, agreed) && slices.ContainsFunc(h.Server, agreed)
	})
}

// A check that a defect names is there; model is when it has one of the same name.
func TestChecksThatDefectsNameAreThere(t *testing.T) {
	var twins []string
	for _, d := range resume.Defects() {
		twins = append(twins, d.Name)
	}
	for _, d := range adversary.Defects() {
		twins = append(twins, d.Name)
	}
	for _, d := range defect.All() {
		if len(Killers(d)) == 0 {
			t.Errorf("%s: got %q, want a check that finds it in the implementation", d.Name, d.KilledBy)
		}
		for _, check := range d.KilledBy {
			layer, name, _ := strings.Cut(check, "/")
			known := true
			switch layer {
			case Conformance, Crash:
				known = name == ""
			case Model:
				known = name == "" && slices.Contains(twins, d.Name)
			case "property":
				known = slices.ContainsFunc(properties.All(), func(p properties.Property) bool { return p.Name == name })
			case "codec", "fuzz", "tests":
				known = d.Grade() == defect.Overlay && name != ""
			case "linear":
				known = slices.ContainsFunc(linear.All(), func(c linear.Check) bool { return c.Name == name })
			case "metamorphic":
				known = slices.ContainsFunc(metamorphic.All(), func(r metamorphic.Relation) bool { return r.Name == name })
			default:
				known = false
			}
			if !known {
				t.Errorf("%s: got the check %q, want one that there is and that can find a %s", d.Name, check, d.Grade())
			}
		}
		if slices.Contains(twins, d.Name) && !slices.Contains(d.KilledBy, Model) {
			t.Errorf("%s: the model has a defect of the same name, which KilledBy does not say", d.Name)
		}
	}
}

func TestTheStockImplementationIsFoundByNothing(t *testing.T) {
	r, err := bench(t).Stock(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		t.Errorf("%s: %s: %s", f.Check, f.Where, f.Why)
	}
	if r.Cases < randomCases {
		t.Errorf("got %d cases, want at least the %d random ones", r.Cases, randomCases)
	}
}

// The error of a row names what did not find the defect.
func TestADefectThatIsNotFoundIsAnError(t *testing.T) {
	none := defect.Defect{Name: "none", KilledBy: []string{Conformance}}
	r := Row{Defect: none.Name}
	if err := r.Err(Killers(none)); err == nil || !strings.Contains(err.Error(), Conformance) {
		t.Errorf("got %v, want an error that names %s", err, Conformance)
	}
	r.found(Finding{Check: Conformance})
	if err := r.Err(Killers(none)); err != nil {
		t.Error(err)
	}
}

// The model does not tell what an end without keys makes of a protected record: a case
// ends there, and does not end the search.
func TestCasesEndWhereTheModelTellsNoMore(t *testing.T) {
	cases, err := NewSource(2).Take(t.Context(), 169)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(cases[168].Want.Steps); n == 0 || n >= Commands {
		t.Errorf("got %d steps of the last case, want some and not all of %d: another seed has such a case now", n, Commands)
	}
	short := 0
	for _, c := range cases {
		if len(c.Want.Steps) < Commands {
			short++
		}
	}
	if short > len(cases)/10 {
		t.Errorf("%d of %d cases end early, want few", short, len(cases))
	}
}
