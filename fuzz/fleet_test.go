package fuzz_test

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tlsresume/fuzz"
	"tlsresume/properties/conform"
	"tlsresume/traces"
)

func fleetTarget(t *testing.T) fuzz.Target {
	t.Helper()
	fleet, err := fuzz.Named("Fleet")
	if err != nil {
		t.Fatal(err)
	}
	return fleet
}

// maxScript is how many commands the fleet takes.
const maxScript = 40

// Whatever the bytes are, they are a script that parses, and the script has bytes that do
// the same.
func TestEveryInputIsAScript(t *testing.T) {
	fleet, entries := fleetTarget(t), corpus(t, "Fleet")
	rapid.Check(t, func(t *rapid.T) {
		entry := func() []byte { return entries[rapid.IntRange(0, len(entries)-1).Draw(t, "entry")] }
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		if rapid.Bool().Draw(t, "a changed entry") {
			data = changed(fleet.Grammar, entry(), entry(), rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)))
		}
		want := fleet.Trace(data)
		text := traces.Format(want)
		if _, err := traces.Parse("input", text); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		again, err := fleet.Script(want)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		for _, same := range [][]byte{again, fleet.Grammar.Join(fleet.Grammar.Split(data))} {
			if got := traces.Format(fleet.Trace(same)); !bytes.Equal(got, text) {
				t.Fatalf("got\n%s\nwant\n%s", got, text)
			}
		}
	})
}

// bare is a trace without what bytes don't say.
func bare(t *traces.Trace) string {
	b := &traces.Trace{Header: t.Header}
	b.Header.Rule, b.Header.From, b.Header.Notes = "", "", nil
	for _, s := range t.Steps {
		b.Steps = append(b.Steps, traces.Step{Command: s.Command})
	}
	return string(traces.Format(b))
}

// What is chosen at random elsewhere the bytes can say, too: all that the model and the
// implementation live by alike.
func TestBytesSayWhatRandomScriptsDo(t *testing.T) {
	fleet, random := fleetTarget(t), rand.New(rand.NewPCG(1, 0))
	for range 500 {
		want := conform.Script(random.IntN, maxScript)
		want.Steps = want.Steps[:min(len(want.Steps), maxScript)]
		data, err := fleet.Script(want)
		if err != nil {
			t.Fatalf("%v\n%s", err, traces.Format(want))
		}
		if got := fleet.Trace(data); bare(got) != bare(want) {
			t.Fatalf("got\n%s\nwant\n%s", bare(got), bare(want))
		}
	}
}

// sayable is the floor of how many stored traces have bytes.
const sayable = 350

func TestBytesSayWhatTracesDo(t *testing.T) {
	files, err := traces.Find(filepath.Join("..", "traces"))
	if err != nil {
		t.Fatal(err)
	}
	fleet, said, why := fleetTarget(t), 0, map[string]int{}
	for _, file := range files {
		want, err := traces.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		data, err := fleet.Script(want)
		if err != nil {
			why[err.Error()]++
			continue
		}
		if got := fleet.Trace(data); bare(got) != bare(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", file, bare(got), bare(want))
		}
		said++
	}
	for _, reason := range slices.Sorted(maps.Keys(why)) {
		t.Logf("%d: %s", why[reason], reason)
	}
	t.Logf("%d of %d stored traces have bytes", said, len(files))
	if said < sayable {
		t.Errorf("got %d traces that have bytes, want %d at least", said, sayable)
	}
}
