package proof

import (
	"path/filepath"
	"slices"
	"testing"

	"tlsresume/impl/defect"
)

// The stored book is of defects and targets that there are, and says of each row what was
// found, or in how many executions it was not.
func TestTheStoredBook(t *testing.T) {
	b, err := OpenBook(filepath.Join("testdata", "book.jsonl"))
	if err != nil || len(b.Rows) == 0 {
		t.Fatalf("got %d rows, %v", len(b.Rows), err)
	}
	for _, r := range b.Rows {
		i := slices.IndexFunc(defect.All(), func(d defect.Defect) bool { return d.Name == r.Defect })
		if i < 0 {
			t.Errorf("%s: got a row of no defect", r.Defect)
			continue
		}
		if target, _ := Where(defect.All()[i]); target != r.Target {
			t.Errorf("%s: got target %s, want %s", r.Defect, r.Target, target)
		}
		if !slices.ContainsFunc(All, func(e Engine) bool { return e.Name() == r.Engine }) {
			t.Errorf("%s: got engine %s", r.Defect, r.Engine)
		}
		if r.Found != (r.Check != "") || r.Stock != "" || r.Execs == 0 && r.BySeeds < r.Seeds || r.MaxExecs == 0 || r.Go == "" || r.Date == "" {
			t.Errorf("%s: %s: got %+v", r.Defect, r.Engine, r)
		}
	}
}
