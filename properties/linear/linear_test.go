package linear

import (
	"errors"
	"flag"
	"reflect"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	seeds   = flag.Uint64("seeds", 4, "how many workloads of each check to run; half of them with -short")
	firstly = flag.Uint64("seed", 0, "the first of them")
	saved   = flag.String("history", "", "search this history again, which a check has left")
)

// Nothing wrong is found in what is right, and every check comes to what it is for.
func TestEverythingIsLinearizable(t *testing.T) {
	last := *firstly + *seeds
	if testing.Short() {
		last -= *seeds / 2
	}
	for _, c := range All() {
		t.Run(c.Name, func(t *testing.T) {
			overlaps, seen, slowest := 0, map[string]int{}, time.Duration(0)
			for seed := *firstly; seed < last; seed++ {
				began := time.Now()
				r, err := c.Run(t.Context(), seed)
				if err != nil {
					t.Fatal(err)
				}
				if err := r.Err(); err != nil {
					t.Fatal(err)
				}
				if r.History != "" || r.Picture != "" || r.Check != c.Name {
					t.Errorf("got %v, want no file", r)
				}
				overlaps += r.Overlaps
				for what, n := range r.Seen {
					seen[what] += n
				}
				slowest = max(slowest, time.Since(began))
			}
			if overlaps == 0 {
				t.Error("no operation overlapped another: nothing concurrent was tried")
			}
			for _, what := range c.reaches {
				if seen[what] == 0 {
					t.Errorf("no history has %q", what)
				}
			}
			for what := range seen {
				if !slices.Contains(c.reaches, what) {
					t.Errorf("histories have %q, which the check does not reckon with", what)
				}
			}
			t.Logf("%d overlaps, the slowest took %v: %v", overlaps, slowest, seen)
		})
	}
}

func TestChecksAreNamed(t *testing.T) {
	names := map[string]bool{}
	for _, c := range All() {
		if c.Name == "" || c.About == "" || len(c.reaches) == 0 || names[c.Name] {
			t.Errorf("got %q, want a name of its own, and what the check is about and reaches", c.Name)
		}
		names[c.Name] = true
	}
}

// A history that a check has left is searched again: -history says which. By default they
// are one of a session that is found as it was put, and one that finds another.
func TestSavedHistory(t *testing.T) {
	histories := map[string]error{*saved: nil}
	if *saved == "" {
		histories = map[string]error{foundAs(t, 1): nil, foundAs(t, 2): ErrIllegal}
	}
	for path, want := range histories {
		r, err := Recheck(t.Context(), path, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Err(); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
	}
}

// foundAs writes a history in which session 1 is put, and then found as another number.
func foundAs(t *testing.T, number int) (path string) {
	t.Helper()
	path, err := writeHistory(header{"store", Workload{Seed: 1, Dir: t.TempDir()}.or(standard)},
		[]Operation[StoreInput, StoreOutput]{
			{Worker: 0, Call: 1, Return: 4, In: StoreInput{Verb: Put, Key: "a", Value: 1}},
			{Worker: 1, Call: 2, Return: 3, In: StoreInput{Verb: Get, Key: "a"}},
			{Worker: 1, Call: 5, Return: 6, In: StoreInput{Verb: Get, Key: "a"}, Out: StoreOutput{Value: number}},
		})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestScheduleFollowsFromTheSeed(t *testing.T) {
	draw := func(seed uint64) (in []any) {
		store, client, ring := Workload{Seed: seed}.or(standard), Workload{Seed: seed}.or(standard), Workload{Seed: seed}.or(standard)
		a, b, c := store.rand(), client.rand(), ring.rand()
		for n := range 100 {
			in = append(in, storeDraw{}.draw(a, store, n), drawClient(b, client, n), drawRing(c, ring, n))
		}
		return in
	}
	if !reflect.DeepEqual(draw(3), draw(3)) {
		t.Error("one seed gave two schedules")
	}
	if reflect.DeepEqual(draw(3), draw(4)) {
		t.Error("two seeds gave one schedule")
	}
}
