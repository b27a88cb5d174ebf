package check

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// explore runs m in the background context.
func explore[S, A any](m *Model[S, A], o Options) Result[A] {
	return Run(context.Background(), m, o)
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateComparable(twoPhaseAction{})); d != "" {
		t.Errorf("got +, want -:\n%s", d)
	}
}

func TestGridHoldsWithCountsKnownByHand(t *testing.T) {
	m := grid(100)
	m.Goals = []Goal[cell]{visit("origin", 0, 0), visit("near", 2, 1)}
	r := explore(m, Options{})
	same(t, r.Memory > 10_000*(8+2+2) && r.Memory < 1<<20, true)
	same(t, r.Missed > 0 && r.Missed < 1e-11, true) // 8-byte encodings are hashed
	r.Memory, r.Missed = 0, 0
	same(t, r, Result[string]{
		Outcome: Outcome{Verdict: Holds, States: 10_000, Transitions: 19_800, Depth: 198, Complete: true},
		Goals: []Sighting[string]{
			{Name: "origin", Reached: true},
			{Name: "near", Reached: true, Path: Path[string]{Actions: []string{right, right, down}}},
		},
	})
}

// Encodings are exact up to a length; no pair of states may be missed then.
func TestTheLongestExactEncodingsMissNothing(t *testing.T) {
	for size, exact := range map[int]bool{exactBytes: true, exactBytes + 1: false} {
		m := ring(9)
		m.Encode = func(s *int, dst []byte) []byte { return append(append(dst, byte(*s)), make([]byte, size-1)...) }
		r := explore(m, Options{})
		same(t, []any{r.Verdict, r.States, r.Missed == 0}, []any{Holds, int64(9), exact})
	}
}

func TestBrokenInvariantHasTheFirstShortestPath(t *testing.T) {
	m := grid(100)
	m.Invariants = []Predicate[cell]{avoid("far", 90, 90), avoid("trap", 1, 2), avoid("pit", 2, 1), avoid("pond", 3, 1)}
	r := explore(m, Options{})
	same(t, r.Verdict, Broken)
	// Both in the level where the first broke, but nothing deeper.
	same(t, r.Broken, []Counterexample[string]{
		{"trap", "stands on trap", Path[string]{Actions: []string{right, down, down}}},
		{"pit", "stands on pit", Path[string]{Actions: []string{right, right, down}}},
	})
	same(t, []int{int(r.States), int(r.Transitions), r.Depth}, []int{1 + 2 + 3 + 4, 2 + 4 + 6, 3})
	same(t, r.Complete, false)
}

func TestKeepGoingFindsACounterexampleToEveryInvariant(t *testing.T) {
	m := grid(100)
	m.Invariants = []Predicate[cell]{avoid("far", 90, 90), avoid("trap", 1, 2), avoid("never", -1, 0)}
	r := explore(m, Options{KeepGoing: true})
	same(t, []any{r.Verdict, r.Complete, r.States}, []any{Broken, true, int64(10_000)})
	var names []string
	for _, c := range r.Broken {
		names = append(names, c.Name)
	}
	same(t, names, []string{"far", "trap"})
	same(t, len(r.Broken[0].Path.Actions), 180)
}

func TestBrokenInitialState(t *testing.T) {
	m := grid(4)
	m.Init = []cell{{1, 1}, {1, 1}, {2, 0}, {0, 0}}
	m.Invariants = []Predicate[cell]{avoid("corner", 2, 0)}
	r := explore(m, Options{})
	same(t, r.Broken, []Counterexample[string]{{"corner", "stands on corner", Path[string]{Init: 2}}})
	same(t, []int{int(r.States), int(r.Transitions), r.Depth}, []int{3, 0, 0})
}

func TestUnreachedGoalBreaks(t *testing.T) {
	m := grid(5)
	m.Goals = []Goal[cell]{visit("outside", 5, 0)}
	r := explore(m, Options{})
	same(t, []any{r.Verdict, r.Complete}, []any{Broken, true})
	same(t, r.Goals, []Sighting[string]{{Name: "outside"}})
}

func TestDeadlock(t *testing.T) {
	m := grid(3)
	corner := Counterexample[string]{
		"deadlock", "no action is enabled, and the state is not final",
		Path[string]{Actions: []string{right, right, down, down}},
	}
	for _, c := range []struct {
		name  string
		final func(*cell) bool
		want  []Counterexample[string]
	}{
		{"not looked for", nil, nil},
		{"proper end", func(s *cell) bool { return *s == cell{2, 2} }, nil},
		{"deadlock", func(*cell) bool { return false }, []Counterexample[string]{corner}},
	} {
		m.Final = c.final
		r := explore(m, Options{})
		t.Run(c.name, func(t *testing.T) {
			same(t, r.Broken, c.want)
			same(t, r.Verdict == Broken, c.want != nil)
			same(t, r.Complete, true)
		})
	}
}

func TestFirstOfSeveralDeadlocksIsReported(t *testing.T) {
	m := grid(100)
	next := m.Next
	m.Next = func(s *cell, a string, t *cell) bool {
		return next(s, a, t) && s.x+s.y < 80
	}
	m.Final = func(s *cell) bool { return s.x > 75 }
	r := explore(m, Options{})
	same(t, len(r.Broken), 1)
	same(t, r.Broken[0].Path.Actions, append(slices.Repeat([]string{right}, 75), slices.Repeat([]string{down}, 5)...))
}

// A deadlock is a counterexample: the search ends with its level, unless it is to go on.
func TestDeadlockEndsTheSearch(t *testing.T) {
	m := grid(9)
	next := m.Next
	m.Next = func(s *cell, a string, t *cell) bool { return *s != cell{1, 0} && next(s, a, t) }
	m.Final = func(*cell) bool { return false }
	for goesOn, depth := range map[bool]int{false: 2, true: 16} {
		r := explore(m, Options{KeepGoing: goesOn})
		same(t, r.Verdict, Broken)
		same(t, r.Depth, depth)
		same(t, r.Complete, goesOn)
	}
}

// brokenTwoPhase lets a manager abort on its own after it has prepared, and
// claims more than is true.
func brokenTwoPhase(n uint8) *Model[twoPhase, twoPhaseAction] {
	m := twoPhaseCommit(n)
	m.Actions = func(s *twoPhase, dst []twoPhaseAction) []twoPhaseAction {
		for i := range n {
			if s.rm(i) == prepared {
				dst = append(dst, twoPhaseAction{rmAbort, i})
			}
		}
		return s.actions(n, dst)
	}
	m.Invariants = append(m.Invariants, Predicate[twoPhase]{"undecided", func(s *twoPhase) (string, bool) {
		return "", s.sent&sentCommit == 0
	}})
	return m
}

func TestResultIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	n := uint8(6)
	if testing.Short() {
		n = 4
	}
	for name, o := range map[string]Options{
		"first":      {},
		"keep going": {KeepGoing: true},
		"states":     {Limits: Limits{States: 1234}, KeepGoing: true},
		"depth":      {Limits: Limits{Depth: 9}, KeepGoing: true},
		"memory":     {Limits: Limits{Memory: 640_000}, KeepGoing: true},
	} {
		o.Workers = 1
		want := explore(brokenTwoPhase(n), o)
		for _, o.Workers = range []int{2, 8} {
			for range 3 {
				t.Run(name, func(t *testing.T) { same(t, explore(brokenTwoPhase(n), o), want) })
			}
		}
	}
}

func TestBrokenTwoPhaseCommit(t *testing.T) {
	r := explore(brokenTwoPhase(2), Options{KeepGoing: true})
	var got []string
	for _, c := range r.Broken {
		var path []string
		for _, a := range c.Path.Actions {
			path = append(path, a.String())
		}
		got = append(got, c.Name+": "+strings.Join(path, " "))
	}
	same(t, got, []string{
		"consistent: prepare0 abort0 hear0 prepare1 hear1 commit obey-commit1",
		"undecided: prepare0 hear0 prepare1 hear1 commit",
	})
}

// A pair of tokens that no one can tell apart: its encoding is sorted.
func tokens() *Model[[2]uint8, int] {
	return &Model[[2]uint8, int]{
		Init:    [][2]uint8{{}},
		Actions: func(_ *[2]uint8, dst []int) []int { return append(dst, 0, 1) },
		Next: func(s *[2]uint8, i int, t *[2]uint8) bool {
			*t = *s
			t[i]++
			return t[i] < 5
		},
		Encode: func(s *[2]uint8, dst []byte) []byte { return append(dst, min(s[0], s[1]), max(s[0], s[1])) },
		Decode: func(b []byte, s *[2]uint8) { *s = [2]uint8(b) },
	}
}

func TestPathsThroughSymmetricStatesAreRuns(t *testing.T) {
	m := tokens()
	m.Goals = []Goal[[2]uint8]{{"apart", func(s *[2]uint8) bool { return s[0]+s[1] == 4 && s[0]*s[1] == 0 }}}
	m.Invariants = []Predicate[[2]uint8]{{"low", func(s *[2]uint8) (string, bool) {
		return string([]byte{'0' + s[0], '0' + s[1]}), s[0] < 4 && s[1] < 4
	}}}
	r := explore(m, Options{KeepGoing: true})
	same(t, r.States, int64(15))
	// In the states as stored the larger token is always the second.
	same(t, r.Goals[0].Path.Actions, []int{0, 0, 0, 0})
	same(t, r.Broken[0].Witness, "40")
	same(t, r.Broken[0].Path.Actions, []int{0, 0, 0, 0})
}

func TestModelAtFaultIsAnError(t *testing.T) {
	lossy := grid(5)
	lossy.Decode = func(b []byte, s *cell) { s.x = int(binary.LittleEndian.Uint32(b)) }

	var calls atomic.Int64
	fickle := grid(5)
	fickle.Goals = []Goal[cell]{visit("far", 4, 4)}
	fickle.Next = func(s *cell, a string, t *cell) bool {
		return grid(5).Next(s, map[bool]string{true: a, false: right}[calls.Add(1) <= 50], t)
	}

	var states atomic.Int64
	spent := grid(5)
	spent.Goals = fickle.Goals
	spent.Actions = func(s *cell, dst []string) []string {
		if states.Add(1) > 25 {
			return dst
		}
		return grid(5).Actions(s, dst)
	}

	uneven := tokens() // what it claims is not symmetric, what it stores is
	uneven.Invariants = []Predicate[[2]uint8]{{"first", func(s *[2]uint8) (string, bool) { return "", s[1] < 2 }}}

	partial := tokens() // likewise for a goal
	partial.Goals = []Goal[[2]uint8]{{"second", func(s *[2]uint8) bool { return s[1] == 2 && s[0] == 0 }}}

	same(t, explore(grid(5), Options{}).Err, nil)
	for _, c := range []struct {
		err  error
		want string
	}{
		{explore(lossy, Options{}).Err, "decoded and encoded again"},
		{explore(fickle, Options{}).Err, `goal "far": a path that was found cannot be run again`},
		{explore(spent, Options{}).Err, `goal "far": a path that was found cannot be run again`},
		{explore(uneven, Options{}).Err, `invariant "first": a path that was found cannot be run again`},
		{explore(partial, Options{}).Err, `goal "second": a path that was found cannot be run again`},
		{explore(&Model[cell, string]{}, Options{}).Err, "no initial state"},
		{explore[cell, string](nil, Options{}).Err, "no model"},
		{explore(grid(5), Options{Workers: -1}).Err, "option Workers: got -1"},
		{explore(grid(5), Options{Limits: Limits{Depth: -2}}).Err, "option Depth: got -2"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", c.err, c.want)
		}
	}
	same(t, explore(lossy, Options{}).Verdict, Inconclusive)
}

func TestIncompleteModelIsAnError(t *testing.T) {
	for want, spoil := range map[string]func(*Model[cell, string]){
		"no Actions": func(m *Model[cell, string]) { m.Actions = nil },
		"no Next":    func(m *Model[cell, string]) { m.Next = nil },
		"no Encode":  func(m *Model[cell, string]) { m.Encode = nil },
		"no Decode":  func(m *Model[cell, string]) { m.Decode = nil },
		"no Holds":   func(m *Model[cell, string]) { m.Invariants = make([]Predicate[cell], 1) },
		"no Reached": func(m *Model[cell, string]) { m.Goals = make([]Goal[cell], 1) },
	} {
		m := grid(2)
		spoil(m)
		r := explore(m, Options{})
		if r.Err == nil || !strings.Contains(r.Err.Error(), want) || r.Verdict != Inconclusive {
			t.Errorf("got %v, %v, want inconclusive and an error with %q", r.Verdict, r.Err, want)
		}
	}
}
