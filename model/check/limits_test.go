package check

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestLimitHitIsInconclusive(t *testing.T) {
	for _, c := range []struct {
		limits Limits
		hit    Limit
		states int64
		text   string
	}{
		{Limits{States: 9999}, Limit{"states", 9999}, 9999, "states 9999"},
		{Limits{Depth: 197}, Limit{"depth", 197}, 9999, "depth 197"},
		{Limits{Depth: 2}, Limit{"depth", 2}, 6, "depth 2"},
		{Limits{States: 1}, Limit{"states", 1}, 1, "states 1"},
	} {
		r := explore(grid(100), Options{Limits: c.limits})
		same(t, []any{r.Verdict, r.Complete, r.Limit, r.States, r.Limit.String()},
			[]any{Inconclusive, false, c.hit, c.states, c.text})
	}
}

func TestMemoryLimit(t *testing.T) {
	whole := explore(grid(300), Options{})
	at := func(limit int64) Result[string] {
		return explore(grid(300), Options{Limits: Limits{Memory: limit}})
	}
	r := at(whole.Memory / 2)
	same(t, []any{r.Verdict, r.Limit.Name}, []any{Inconclusive, "memory"})
	same(t, r.States > 0 && r.States < whole.States && r.Memory <= whole.Memory/2, true)
	same(t, at(whole.Memory), whole)
	same(t, at(whole.Memory-1).Limit.Name, "memory")
}

func TestSizeCountsBothLevels(t *testing.T) {
	s := newSearch(grid(3), Options{})
	empty := s.size()
	s.held, s.queue.bytes = 5, 7
	same(t, s.size(), empty+5+7)
}

func TestLimitThatTheModelJustFillsIsNotHit(t *testing.T) {
	whole := explore(grid(100), Options{})
	same(t, whole.Verdict, Holds)
	same(t, explore(grid(100), Options{Limits: Limits{States: 10_000, Depth: 198}}), whole)
}

func TestLimitCutsTransitionsAndDeadlocksToo(t *testing.T) {
	m := grid(3)
	m.Final = func(*cell) bool { return false }
	// (2,0) and (1,1) precede (0,2); the cut is at the first step from (2,0).
	r := explore(m, Options{Limits: Limits{States: 6}})
	same(t, []any{r.Verdict, r.Limit.Name, r.Transitions}, []any{Inconclusive, "states", int64(2 + 4 + 1)})
	m.Init = []cell{{2, 2}, {0, 0}} // a deadlock, then the same cut
	r = explore(m, Options{Limits: Limits{States: 2}})
	same(t, []any{r.Verdict, r.Limit.Name, len(r.Broken)}, []any{Broken, "states", 1})
	m.Init = []cell{{0, 0}, {2, 2}} // the cut comes before the deadlock
	r = explore(m, Options{Limits: Limits{States: 2}})
	same(t, []any{r.Verdict, r.Limit.Name, len(r.Broken)}, []any{Inconclusive, "states", 0})
}

func TestCounterexampleCountsThoughALimitWasHit(t *testing.T) {
	m := grid(100)
	m.Invariants = []Predicate[cell]{avoid("near", 1, 0)}
	m.Goals = []Goal[cell]{visit("far", 99, 99)}
	r := explore(m, Options{Limits: Limits{Depth: 5}, KeepGoing: true})
	same(t, []any{r.Verdict, r.Limit.Name, r.Goals[0].Reached}, []any{Broken, "depth", false})
}

// slow is a board on which each step takes a second.
func slow(side int) *Model[cell, string] {
	m := grid(side)
	next := m.Next
	m.Next = func(s *cell, a string, t *cell) bool {
		time.Sleep(time.Second)
		return next(s, a, t)
	}
	return m
}

func TestTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := explore(slow(100), Options{Limits: Limits{Time: time.Minute}})
		same(t, []any{r.Verdict, r.Limit, r.Limit.String()},
			[]any{Inconclusive, Limit{"time", int64(time.Minute)}, "time 1m0s"})
		same(t, r.States > 2 && r.States < 1000, true)
		same(t, explore(slow(3), Options{Limits: Limits{Time: time.Minute}}).Verdict, Holds)
	})
}

func TestCancellationInterrupts(t *testing.T) {
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	r := Run(gone, grid(3), Options{})
	same(t, []any{r.Verdict, r.Limit, r.States}, []any{Inconclusive, Limit{Name: "interrupted"}, int64(0)})

	synctest.Test(t, func(t *testing.T) {
		// The caller's own deadline is an interruption, not our limit.
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		r := Run(ctx, slow(100), Options{Limits: Limits{Time: time.Hour}, Workers: 8})
		same(t, []any{r.Verdict, r.Limit}, []any{Inconclusive, Limit{Name: "interrupted"}})
	})
}

func TestProgressComesEverySecondAndNotAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []Progress
		r := explore(slow(4), Options{Workers: 1, Progress: func(p Progress) { seen = append(seen, p) }})
		count := len(seen)
		time.Sleep(time.Minute)
		// 16 states of two steps each, the last of which may end before its tick.
		same(t, len(seen), count)
		same(t, count == 31 || count == 32, true)
		for i, p := range seen {
			same(t, p.Elapsed, time.Duration(i+1)*time.Second)
			same(t, p.Queue >= 0 && p.Queue <= p.States && p.States <= r.States && p.Rate >= 0, true)
		}
		same(t, seen[0].Queue > 0, true)
		same(t, seen[20].Depth > seen[1].Depth && seen[20].States > seen[1].States, true)
	})
}

func TestRateIsThatSinceTheReportBefore(t *testing.T) {
	var g gauge
	g.states.Store(8)
	p := g.read(5*time.Second, Progress{States: 2, Elapsed: 3 * time.Second})
	same(t, p, Progress{States: 8, Queue: 8, Rate: 3, Elapsed: 5 * time.Second})
}

// The numbers of states are 32 bits wide, whatever is asked for.
func TestStatesAreLimitedByTheirNumbers(t *testing.T) {
	for limit, want := range map[int]int64{0: noState, 7: 7, noState: noState, 1 << 40: noState} {
		same(t, (&Limits{States: limit}).maxStates(), want)
	}
}
