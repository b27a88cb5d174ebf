package conform

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tlsresume/traces"
)

// What a script fails by is all that is left of it: commands, nodes and options that it
// needs, each of which can be left out only with another.
func TestShrinkLeavesWhatIsNeeded(t *testing.T) {
	needs := func(words ...string) func(*traces.Trace) bool {
		return func(s *traces.Trace) bool {
			text := string(traces.Format(s))
			return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
		}
	}
	for _, v := range []struct {
		needs []string
		steps int
	}{
		{[]string{"dial k2"}, 1},
		{[]string{"deliver k1.s"}, 2},
		{[]string{"tick 1d", "deliver k2.c", "server s1"}, 3},
	} {
		found := 0
		for seed := uint64(1); found < 10; seed++ {
			script := Script(rand.New(rand.NewPCG(seed, 1)).IntN, 40)
			fails := needs(v.needs...)
			if !fails(script) {
				continue
			}
			found++
			short := Shrink(script, fails)
			if len(short.Steps) != v.steps || !fails(short) {
				t.Errorf("%v: got %d commands, want %d\n%s", v.needs, len(short.Steps), v.steps, traces.Format(short))
			}
			if _, err := traces.Parse("short", traces.Format(short)); err != nil {
				t.Errorf("%v: it is no script any more: %v", v.needs, err)
			}
			for _, n := range slices.Concat(short.Header.Servers, short.Header.Clients) {
				if len(n.Options) > 0 {
					t.Errorf("%v: %s needs none of its options", v.needs, n)
				}
			}
			if got, want := len(short.Header.Servers), 1+strings.Count(fmt.Sprint(v.needs), "server s1"); got > want {
				t.Errorf("%v: got %d servers, want at most %d", v.needs, got, want)
			}
		}
	}
}

// A command that names what was left out is no shorter script: what a system makes of it is
// another failure than the one that was found.
func TestShrinkTriesScriptsAlone(t *testing.T) {
	tried := 0
	for seed := uint64(1); seed <= 10; seed++ {
		script, err := Attack(rand.New(rand.NewPCG(seed, 0)).IntN, deeds)
		if err != nil {
			t.Fatal(err)
		}
		Shrink(script, func(s *traces.Trace) bool {
			tried++
			if _, err := traces.Parse("shorter", traces.Format(s)); err != nil {
				t.Errorf("seed %d: %v\n%s", seed, err, traces.Format(s))
			}
			return tried%3 == 0
		})
	}
	if tried == 0 {
		t.Error("nothing was tried")
	}
}
