package proof

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tlsresume/fuzz"
	"tlsresume/impl/defect"
)

var most = flag.Int("blind", 400, "how many blind inputs the stock implementation has to survive of each target that defects are found with")

const root = "../.."

// quick are defects of the order of messages, of what resumes and of stores that no seed
// has to find: few blind changes to the others do. Those of codecs are edits, and stand in
// the stored book.
var quick = map[string]int{ // how many inputs are enough
	"sid-decides-ticket-validity": 500,
	"ticket-after-ccs":            500,
	"reneg-unbound":               500,
	"ems-off":                     500,
}

func TestBlindChangesFindDefects(t *testing.T) {
	t.Cleanup(func() { plant(t, "") })
	for _, d := range defect.All() {
		enough := quick[d.Name]
		if enough == 0 {
			continue
		}
		name, _ := Where(d)
		target, seeds := named(t, name), stored(t, name)
		plant(t, d.Name)
		seeds = slices.DeleteFunc(seeds, func(s []byte) bool { return checkOf(target, s) != "" })
		n, found := hunt(target, seeds, enough)
		plant(t, "")
		if found == nil {
			t.Errorf("%s: %s: not found by %d inputs", d.Name, name, n)
		} else if check := checkOf(target, found.Input); check != "" {
			t.Errorf("%s: input %d violates %s without the defect, too: %x", d.Name, n, check, found.Input)
		} else {
			t.Logf("%s: %s: input %d violates %s", d.Name, name, n, found.Check)
		}
	}
}

// Where there is no defect the same finds nothing.
func TestBlindChangesFindNothingElse(t *testing.T) {
	for _, name := range []string{"Fleet", "Client", "Server", "Ticket", "SessionTicket"} {
		if n, found := hunt(named(t, name), stored(t, name), *most); found != nil {
			t.Errorf("%s: input %d violates %s: %x", name, n, found.Check, found.Input)
		}
	}
}

// hunt gives the first blind input that is a finding, and how many it took.
func hunt(target fuzz.Target, seeds [][]byte, enough int) (n int, _ *fuzz.Seen) {
	for data := range Blind(seeds, 1) {
		if n++; n > enough {
			break
		}
		if check := checkOf(target, data); check != "" {
			return n, &fuzz.Seen{Check: check, Execs: uint64(n), Input: data}
		}
	}
	return enough, nil
}

func plant(t *testing.T, name string) {
	t.Helper()
	if err := fuzz.Plant(name); err != nil {
		t.Fatal(err)
	}
}

func named(t *testing.T, name string) fuzz.Target {
	t.Helper()
	target, err := fuzz.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func stored(t *testing.T, name string) [][]byte {
	t.Helper()
	seeds, err := Seeds(root, name)
	if err != nil {
		t.Fatal(err)
	}
	return seeds
}

// Every defect has a target that there is, or a reason, and no table names what is gone.
func TestEveryDefectHasATargetOrAReason(t *testing.T) {
	all := defect.All()
	isDefect := func(name string) bool {
		return slices.ContainsFunc(all, func(d defect.Defect) bool { return d.Name == name })
	}
	for _, d := range all {
		target, why := Where(d)
		if (target == "") == (why == "") {
			t.Errorf("%s: got target %q and reason %q, want one of them", d.Name, target, why)
		}
		if target != "" {
			named(t, target)
		}
	}
	for _, table := range []map[string]string{atAnEnd, outOfReach} {
		for name := range table {
			if !isDefect(name) {
				t.Errorf("%s: got it in a table, and not in the catalogue", name)
			}
		}
	}
	for file, target := range codecs {
		named(t, target)
		if !slices.ContainsFunc(all, func(d defect.Defect) bool {
			return slices.ContainsFunc(d.Edits, func(e defect.Edit) bool { return e.File == file })
		}) {
			t.Errorf("%s: no defect edits it", file)
		}
	}
}

func TestABookGoesOn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "book.jsonl")
	b, err := OpenBook(file)
	if err != nil {
		t.Fatal(err)
	}
	one := Row{Defect: "a", Target: "Fleet", Engine: "blind", Execs: 7, Terms: Terms{MaxExecs: 10, MaxSeconds: 1}}
	if err := b.Add(one); err != nil {
		t.Fatal(err)
	}
	// The next was killed at its second row.
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(text, `{"defect":"b`...), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err = OpenBook(file); err != nil || len(b.Rows) != 1 {
		t.Fatalf("got %v, %v, want the row that is whole", b, err)
	}
	if got, has := b.Has(Row{Defect: "a", Target: "Fleet", Engine: "blind", Terms: one.Terms}); !has || got != one {
		t.Errorf("got %v, %t, want %v", got, has, one)
	}
	longer := one
	longer.MaxExecs = 20
	for _, other := range []Row{longer, {Defect: "a", Target: "Fleet", Engine: "native", Terms: one.Terms}} {
		if _, has := b.Has(other); has {
			t.Errorf("%v: got it in the book", other)
		}
	}
	if err := b.Add(longer); err != nil {
		t.Fatal(err)
	}
	if b, err = OpenBook(file); err != nil || len(b.Rows) != 2 {
		t.Errorf("got %v, %v, want two rows", b, err)
	}
	if err := os.WriteFile(file, []byte("no row\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenBook(file); err == nil || !strings.Contains(err.Error(), "book.jsonl:1") {
		t.Errorf("got %v, want the line", err)
	}
}

func TestATreeHasItsEdits(t *testing.T) {
	from, into := t.TempDir(), filepath.Join(t.TempDir(), "tree")
	for name, text := range map[string]string{"go.mod": "module m\n", "p/a.go": "package p // one two\n", ".git/x": "x", "p/testdata/y": "y"} {
		file := filepath.Join(from, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second has the first in its way
		if err := edited(from, into, []defect.Edit{{File: "p/a.go", Old: "one", New: "1"}, {File: "p/a.go", Old: "two", New: "2"}}); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"go.mod": "module m\n", "p/a.go": "package p // 1 2\n", "p/testdata/y": "y", ".git/x": ""} {
		if got, _ := os.ReadFile(filepath.Join(into, name)); string(got) != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if err := edited(from, into, []defect.Edit{{File: "p/a.go", Old: "three", New: "3"}}); err == nil {
		t.Error("got no error for an edit that does not fit")
	}
}

func TestSeedsThatFindAreLeftOut(t *testing.T) {
	find := map[int]string{0: "b", 2: "a", 3: "b"}
	if got := others([][]byte{{0}, {1}, {2}, {3}}, find); len(got) != 1 || got[0][0] != 1 {
		t.Errorf("got %v, want the second", got)
	}
	if got := commonest(find); got != "b" {
		t.Errorf("got %s, want b", got)
	}
}

// What the implementation violates without a defect, too, is told apart, and kept.
func TestAFindingThatNeedsNoDefect(t *testing.T) {
	p := &Proof{Folder: t.TempDir()}
	if check, err := p.stock("Fleet", nil); check != "" || err != nil {
		t.Errorf("got %s, %v, want nothing for no input", check, err)
	}
	if _, err := p.stock("no such", nil); err == nil {
		t.Error("got no error for no target")
	}
	t.Cleanup(func() { plant(t, "") })
	plant(t, "ems-off") // as if the implementation were so
	_, found := hunt(named(t, "Fleet"), stored(t, "Fleet"), quick["ems-off"])
	check, err := p.stock("Fleet", found.Input)
	kept, _ := filepath.Glob(filepath.Join(p.Folder, "stock", "Fleet", "*"))
	if check != found.Check || err != nil || len(kept) != 1 {
		t.Errorf("got %q, %v, kept %v, want %s, and the input kept", check, err, kept, found.Check)
	}
}
