package matrix

import (
	"slices"
	"testing"

	"tlsresume/impl/defect"
	"tlsresume/model/requirements"
	"tlsresume/properties"
)

// Every sentence that binds is broken by a defect that is found, or is excepted.
func TestEverySentenceThatBindsIsCoveredOrExcepted(t *testing.T) {
	binding := 0
	for _, c := range Covers() {
		t.Logf("%s: %d MUST and MUST NOT: %d covered, %d excepted", c.Source, c.Binding, c.Covered, c.Excepted)
		for _, id := range c.Open {
			t.Errorf("%s: no defect breaks it, and nothing says why", id)
		}
		binding += c.Binding
	}
	if want := 105; binding != want {
		t.Errorf("got %d sentences, want %d", binding, want)
	}
}

// What is excepted binds, and no defect breaks it.
func TestExceptionsAreNeeded(t *testing.T) {
	all := requirements.All()
	for id := range exceptions {
		i := slices.IndexFunc(all, func(r requirements.Requirement) bool { return r.ID == id })
		switch {
		case i < 0:
			t.Errorf("%s: got an exception of what is in no table", id)
		case all[i].Level != requirements.Must && all[i].Level != requirements.MustNot:
			t.Errorf("%s: got an exception of a %s, want one of a MUST or MUST NOT", id, all[i].Level)
		case len(Ties(id)) > 0:
			t.Errorf("%s: got an exception of what %s breaks", id, Ties(id)[0].Defect)
		}
	}
}

// What a defect breaks is in the table.
func TestDefectsBreakSentencesOfTheTable(t *testing.T) {
	all := requirements.All()
	for _, d := range defect.All() {
		for _, id := range d.Breaks {
			if !slices.ContainsFunc(all, func(r requirements.Requirement) bool { return r.ID == id }) {
				t.Errorf("%s: got the sentence %q, want one of the table", d.Name, id)
			}
		}
	}
}

// Every property must find some defect: one that finds none proves nothing.
func TestEveryPropertyMustFindADefect(t *testing.T) {
	for _, p := range properties.All() {
		named := func(d defect.Defect) bool { return slices.Contains(d.KilledBy, "property/"+p.Name) }
		if !slices.ContainsFunc(defect.All(), named) {
			t.Errorf("%s: no defect names it as what must find it", p.Name)
		}
	}
}
