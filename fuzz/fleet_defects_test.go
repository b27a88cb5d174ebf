package fuzz_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"tlsresume/fuzz"
)

// wrong are defects of either end, its stores and its keys, policies and decorators. The
// first are found by what is in the corpus, the last by changes to it.
var wrong = []string{
	"ems-off", "session-context-missing", "reneg-unbound", "ticket-after-ccs", "stek-retired-still-opens", "nst-not-in-transcript",
	"fatal-alert-keeps-session", "srv-nst-without-promise", "cli-tolerates-missing-nst",
}

// A defect that is planted is found by an entry of the corpus, or by few random changes to
// one; and nothing is found where there is none.
func TestTheFleetFindsDefects(t *testing.T) {
	t.Cleanup(func() {
		if err := fuzz.Plant(""); err != nil {
			t.Error(err)
		}
	})
	fleet, entries := fleetTarget(t), corpus(t, "Fleet")
	if n, v := hunt(fleet, entries, 1000); v != nil {
		t.Fatalf("input %d of the stock implementation: %v", n, v)
	}
	for _, name := range wrong {
		if err := fuzz.Plant(name); err != nil {
			t.Fatal(err)
		}
		n, v := hunt(fleet, entries, 3000)
		if v == nil {
			t.Errorf("%s: not found by %d inputs", name, n)
			continue
		}
		t.Logf("%s: found by input %d, %s", name, n, v.Check)
	}
}

// hunt tries the entries, and then changes to them. It gives how many inputs it took.
func hunt(fleet fuzz.Target, entries [][]byte, most int) (int, *fuzz.Violation) {
	random := rand.New(rand.NewPCG(1, 0))
	for n := range most {
		data := entries[n%len(entries)]
		if n >= len(entries) {
			data = changed(fleet.Grammar, data, entries[random.IntN(len(entries))], random)
		}
		if _, err := fleet.Judge(data); err != nil {
			var v *fuzz.Violation
			errors.As(err, &v)
			return n + 1, v
		}
	}
	return most, nil
}

// changed is an input with a few bytes that are others, and commands of another between.
func changed(g fuzz.Grammar, data, other []byte, random *rand.Rand) []byte {
	data = slices.Clone(data)
	for range random.IntN(4) {
		if len(data) > 0 {
			data[random.IntN(len(data))] = byte(random.Uint32())
		}
	}
	if random.IntN(2) == 0 {
		return data
	}
	mine, theirs := g.Split(data), g.Split(other)
	from := random.IntN(len(theirs))
	return g.Join(slices.Insert(mine, random.IntN(len(mine)+1), theirs[from:]...))
}
