package defect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestADefectIsOfOneGradeAndSaysWhatItIs(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range All() {
		grades := 0
		for _, there := range []bool{d.Policy != nil, d.Seams != nil, d.Edits != nil} {
			if there {
				grades++
			}
		}
		switch {
		case seen[d.Name]:
			t.Errorf("%s: got it a second time", d.Name)
		case grades != 1:
			t.Errorf("%s: got %d grades, want one", d.Name, grades)
		case d.Imitates == "" || len(d.Breaks) == 0 || len(d.KilledBy) == 0:
			t.Errorf("%s: got %+v, want what it imitates, what it breaks and what must find it", d.Name, d)
		}
		seen[d.Name] = true
	}
}

// An edit changes the one place that it means.
func TestEditsFit(t *testing.T) {
	for _, d := range All() {
		for _, e := range d.Edits {
			text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(e.File)))
			if err != nil {
				t.Errorf("%s: %v", d.Name, err)
				continue
			}
			if n := strings.Count(string(text), e.Old); n != 1 || e.Old == e.New {
				t.Errorf("%s: %s: got %q %d times, want it once, and something else instead", d.Name, e.File, e.Old, n)
			}
		}
	}
}
