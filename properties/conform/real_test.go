package conform

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/peers/installed"
	"tlsresume/traces"
)

var peersAll = flag.Bool("peers.all", false, "play all stored traces and all paths of the cover on real stacks, and not a part of them: a minute of a processor")

// here skips a test whose system cannot run here, aloud, and fails it where everything has
// to be there.
func here(t *testing.T, s System) {
	t.Helper()
	if why := s.Missing(); why != "" {
		installed.Missing(t, s.String(), why)
	}
}

// A subject is a trace that real stacks are to play.
type subject struct {
	name  string
	trace *traces.Trace
}

// subjects are the stored traces and the paths of the cover, or a part of them.
func subjects(t *testing.T) (all []subject) {
	files := stored(t, "")
	var others []subject
	for file, s := range files {
		folder := filepath.Base(filepath.Dir(file))
		switch {
		case s.Header.Adversary != "":
		case folder == "figures" || folder == "regress":
			all = append(all, subject{file, s})
		default:
			others = append(others, subject{file, s})
		}
	}
	for _, c := range covered(t) {
		for i, p := range c.Paths {
			whole, err := inFlights(context.Background(), p)
			if err != nil {
				t.Fatal(err)
			}
			others = append(others, subject{fmt.Sprintf("path %d of %s", i, c.Config), whole})
		}
	}
	byName := func(a, b subject) int { return strings.Compare(a.name, b.name) }
	slices.SortFunc(others, byName)
	for i, s := range others {
		if *peersAll || i%part == 0 {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, byName)
	return all
}

// part says of how many traces that are neither figures nor regressions one is played by
// default.
const part = 12

// Real stacks do what the model does, but for what is excused. A departure that does not
// occur any more is to be left out of the table.
func TestRealStacksDoWhatTheModelDoes(t *testing.T) {
	all := subjects(t)
	occurred := map[string]bool{}
	for _, s := range systems(t, "stdlib", "openssl") {
		t.Run(s.String(), func(t *testing.T) {
			here(t, s)
			judged := make([]Judgement, len(all))
			err := Each(t.Context(), 0, len(all), func(i int) error {
				judged[i] = Judge(t.Context(), all[i].name, all[i].trace, s)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			count := map[Verdict]int{}
			for _, j := range judged {
				count[j.Verdict]++
				if j.Verdict == Differs || j.Verdict == Inconclusive {
					t.Errorf("%s: %s: %s", j.Trace, j.Verdict, strings.Join(j.Reasons, "; "))
				}
				for _, why := range j.Reasons {
					occurred[s.String()+": "+why] = true
				}
			}
			t.Logf("of %d traces: %v", len(all), count)
			if !*peersAll {
				return
			}
			for _, d := range Departures {
				if what := s.String() + ": " + d.Why; d.System == s.Name && d.Role == s.Role && !d.Sometimes && !occurred[what] {
					t.Errorf("got no %q any more", what)
				}
			}
			for _, h := range habits {
				if h.system == s.Name && h.role == s.Role && !occurred[s.String()+": policy="+h.policy+": "+h.why] {
					t.Errorf("got no %q any more", h.why)
				}
			}
		})
	}
}
