package requirements_test

import (
	"slices"
	"strings"
	"testing"

	"tlsresume/model/adversary"
	"tlsresume/model/requirements"
	"tlsresume/model/resume"
)

// sources counts the sentences of each source by the beginning of their ids, so
// that none is dropped unseen.
var sources = map[string]int{
	"RFC5077": 73, "RFC5077d": 8, "RFC4507": 1, "IESG2005": 4, "RFC7627": 37, "BENJAMIN2021": 10,
	"RFC5246": 55, "RFC2246": 1, "RFC4366": 12, "RFC6066": 15, "RFC5746": 36, "RFC7366": 2,
	"RFC5929": 7, "RFC5705": 4, "RFC9266": 6, "RFC9325": 8, "REX2009": 8, "DERRICO2009": 8,
}

func TestNoSentenceIsDropped(t *testing.T) {
	got := map[string]int{}
	for _, r := range requirements.All() {
		source, _, _ := strings.Cut(r.ID, "-")
		got[source]++
	}
	for source, n := range got {
		if n != sources[source] {
			t.Errorf("%s: got %d sentences, want %d", source, n, sources[source])
		}
	}
	if len(got) != len(sources) {
		t.Errorf("got %d sources, want %d", len(got), len(sources))
	}
}

var levels = []requirements.Level{
	requirements.Must, requirements.MustNot, requirements.Should, requirements.ShouldNot,
	requirements.Recommended, requirements.NotRecommended, requirements.May,
	requirements.LowerMust, requirements.LowerShould, requirements.LowerMay, requirements.Fact,
}

// An order or a fleet is tied to an invariant, or the table says why it is not.
func TestEverySentenceIsTiedOrApart(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range requirements.All() {
		if seen[r.ID] {
			t.Errorf("%s: got it a second time", r.ID)
		}
		seen[r.ID] = true
		if r.Says == "" || !slices.Contains(levels, r.Level) {
			t.Errorf("%s: got %q at level %q, want a sentence at a level", r.ID, r.Says, r.Level)
		}
		if r.Owed() && r.Covered() == (r.Apart != "") {
			t.Errorf("%s: got invariants %v and apart %q, want one of the two", r.ID, r.Invariants, r.Apart)
		}
	}
}

// What the table names is there, and every invariant is there for a sentence.
func TestInvariantsAndSentencesFindEachOther(t *testing.T) {
	var want []string
	for _, i := range resume.Invariants() {
		want = append(want, i.Name)
	}
	for _, i := range adversary.Invariants() {
		want = append(want, i.Name)
	}
	var named []string
	for _, r := range requirements.All() {
		for _, name := range r.Invariants {
			if !slices.Contains(want, name) {
				t.Errorf("%s: got the invariant %q, want one that is registered", r.ID, name)
			}
			named = append(named, name)
		}
	}
	for _, name := range want {
		if !slices.Contains(named, name) {
			t.Errorf("the invariant %s is tied to no sentence", name)
		}
	}
}

// A defect breaks a sentence of the table, and what finds it is what the table
// names there. A goal that the adversary's world no longer reaches is in no table.
func TestDefectsBreakSentences(t *testing.T) {
	for _, d := range resume.Defects() {
		tied(t, d.Name, d.Requirement, d.Breaks)
	}
	var goals []string
	for _, g := range adversary.Goals() {
		goals = append(goals, g.Name)
	}
	for _, d := range adversary.Defects() {
		if slices.Contains(goals, d.Breaks) {
			d.Breaks = ""
		}
		tied(t, d.Name, d.Requirement, d.Breaks)
	}
}

func tied(t *testing.T, defect, id, breaks string) {
	t.Helper()
	all := requirements.All()
	i := slices.IndexFunc(all, func(r requirements.Requirement) bool { return r.ID == id })
	switch {
	case i < 0:
		t.Errorf("%s: got the requirement %q, want one of the table", defect, id)
	case breaks != "" && !slices.Contains(all[i].Invariants, breaks):
		t.Errorf("%s is found by %s: got %s tied to %v, want it among them", defect, breaks, id, all[i].Invariants)
	}
}
