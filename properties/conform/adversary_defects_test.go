package conform

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/impl/defect"
	"tlsresume/impl/sim"
	"tlsresume/traces"
)

// An attack that the model's search has found against a defect works against the same
// defect of the implementation: the ends do no longer what they do there without it. The
// defects that are source edits are the matrix's.
func TestAttacksOnDefectsWorkOnTheImplementation(t *testing.T) {
	ours := map[string]defect.Defect{}
	for _, d := range defect.All() {
		ours[d.Name] = d
	}
	attacks := stored(t, "adversary")
	played := 0
	for _, file := range slices.Sorted(maps.Keys(attacks)) {
		name, is := strings.CutPrefix(strings.TrimSuffix(filepath.Base(file), traces.Extension), "defect-")
		d, has := ours[name]
		if !is || !has || d.Grade() == defect.Overlay {
			continue
		}
		played++
		s := System{Name: "impl with " + name, Open: sim.OpenWith(d.Open), Missing: func() string { return "" }}
		if j := Judge(context.Background(), file, attacks[file], s); j.Verdict != Differs {
			t.Errorf("%s: got %s, want that it differs: %v", file, j.Verdict, j.Reasons)
		} else if gaveUpIn(attacks[file]) && gaveUpIn(j.Got) {
			t.Errorf("%s: an end still gives up\n%s", file, traces.Format(j.Got))
		} else {
			t.Logf("%s: %v", name, j.Reasons)
		}
	}
	if played == 0 {
		t.Error("got no defect of the model's search")
	}
}

func gaveUpIn(t *traces.Trace) bool {
	return slices.ContainsFunc(t.Steps, func(s traces.Step) bool {
		return slices.ContainsFunc(s.Events, func(e traces.Event) bool { return e.Mark == traces.Aborted })
	})
}
