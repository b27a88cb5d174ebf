package defect

import "testing"

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
