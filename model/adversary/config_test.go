package adversary

import (
	"context"
	"strings"
	"testing"

	"tlsresume/model/check"
)

// A configuration holds, and reaches every goal, or breaks the invariant that it is
// there to break.
func TestEveryConfigurationIsAsExpected(t *testing.T) {
	for _, c := range Configs() {
		t.Run(c.Name, func(t *testing.T) {
			if testing.Short() && c.States > 200_000 {
				t.Skipf("short: %d states", c.States)
			}
			report := Check(context.Background(), c, nil, check.Options{})
			r := report.Result
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			broken := ""
			for _, b := range report.Broken {
				broken += b.Name
				t.Log(b.Witness)
				golden(t, c.Name, b.Trace)
			}
			for _, g := range report.Goals {
				replays(t, g.Trace)
			}
			if broken != c.Breaks {
				t.Errorf("got %q broken, want %q", broken, c.Breaks)
			}
			if c.Breaks == "" && len(r.Goals) != len(Goals()) {
				t.Errorf("got %d goals, want %d", len(r.Goals), len(Goals()))
			}
			for _, g := range r.Goals {
				if !g.Reached {
					t.Errorf("goal %s is not reached", g.Name)
				}
			}
			if r.States != c.States || r.Transitions != c.Transitions || r.Depth != c.Depth {
				t.Errorf("got States: %d, Transitions: %d, Depth: %d, want %d, %d, %d",
					r.States, r.Transitions, r.Depth, c.States, c.Transitions, c.Depth)
			}
		})
	}
}

// A run is flights that every end takes, without what the search drops.
func TestARunIsFlightsThatAreTaken(t *testing.T) {
	for _, c := range Configs() {
		if c.Breaks == "" || c.States > 200_000 {
			continue
		}
		r := Check(context.Background(), c, nil, check.Options{}).Result
		s, all := c.flights(r.Broken[0].Path)
		for i, f := range all {
			n, a := c.world.answer(&s, f)
			if a != taken {
				t.Fatalf("%s: flight %d of %d, %+v: got answer %d, want it taken", c.Name, i, len(all), f, a)
			}
			s = n
		}
		for _, i := range Invariants() {
			if i.Name != c.Breaks {
				continue
			}
			if w, ok := i.holds(&c.world, &s); ok || w != r.Broken[0].Witness {
				t.Errorf("%s: got %q after the flights, want %q", c.Name, w, r.Broken[0].Witness)
			}
		}
	}
}

// RFC 7627 6.1: the premaster secret is synchronised easily with RSA and DHE; with a
// group that the client knows, or curves, the adversary cannot set it, and none of the
// attacks is left.
func TestKeyExchangesAreToldApart(t *testing.T) {
	for _, k := range []struct {
		name   string
		kex    kex
		chosen bool
		breaks bool
	}{
		{"RSA", rsa, false, true},
		{"DHE, any group", dhe, true, true},
		{"DHE, known groups", dhe, false, false},
		{"ECDHE", ecdhe, true, false},
	} {
		for _, c := range Configs() {
			if !strings.HasSuffix(c.Name, "-no-ems") {
				continue
			}
			c.world = c.world.with(func(w *world) { w.Kex, w.ChosenGroup = []kex{k.kex}, k.chosen })
			r := check.Run(context.Background(), c.model(), check.Options{})
			if r.Err != nil || (len(r.Broken) == 1) != k.breaks || !k.breaks && !r.Complete {
				t.Errorf("%s, %s: got %v %v %v, want it broken: %v", c.Name, k.name, r.Verdict, r.Broken, r.Err, k.breaks)
			}
		}
	}
}
