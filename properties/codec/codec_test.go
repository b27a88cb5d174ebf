package codec

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/impl/defect"
)

func TestProperties(t *testing.T) {
	for _, p := range All() {
		t.Run(p.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if err := p.Check(choices(t)); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// choices draws from rapid.
func choices(t *rapid.T) func(int) int {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
}

// A defect names the properties that find it by their names here.
func TestPropertiesThatDefectsNameAreThere(t *testing.T) {
	all, named := All(), 0
	for _, d := range defect.All() {
		for _, check := range d.KilledBy {
			name, of := strings.CutPrefix(check, "codec/")
			if !of {
				continue
			}
			named++
			if !slices.ContainsFunc(all, func(p Property) bool { return p.Name == name }) {
				t.Errorf("%s: got the property %q, want one that there is", d.Name, name)
			}
		}
	}
	if named == 0 {
		t.Error("got no defect that names a property")
	}
	seen := map[string]bool{}
	for _, p := range all {
		if seen[p.Name] || p.Cites == "" {
			t.Errorf("%s: got it twice, or without what it cites", p.Name)
		}
		seen[p.Name] = true
	}
}
