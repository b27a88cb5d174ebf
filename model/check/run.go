package check

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Run explores m. It never holds m for correct when anything kept it from seeing
// every state: see Result.Limit and Result.Err. Cancelling ctx ends the search
// within the time that some dozens of states take.
func Run[S, A any](ctx context.Context, m *Model[S, A], o Options) Result[A] {
	if err := errors.Join(m.validate(), o.validate()); err != nil {
		return Result[A]{Outcome: Outcome{Err: err}}
	}
	s := newSearch(m, o)
	stop := s.gauge.watch(o.Progress)
	defer stop()
	ctx, cancel := s.deadline(ctx)
	defer cancel()
	s.explore(ctx)
	return s.result()
}

// A property is an invariant or a goal, as the search sees it: something that
// a state may show, and the first state that does.
type property[S any] struct {
	shows   func(*S) bool
	first   uint32
	settled atomic.Bool
}

// settle notes a state that shows p. States come in the order of their numbers.
func (p *property[S]) settle(number uint32) {
	if p.first == noState {
		p.first = number
		p.settled.Store(true)
	}
}

// A search is one exploration. Workers read table, blocks and base; all else
// changes only where outcomes are committed, one at a time and in order, or
// between levels.
type search[S, A any] struct {
	model      *Model[S, A]
	options    Options
	properties []property[S] // invariants, then goals
	table      *table
	links      links

	level  int      // depth of the states in blocks; -1 before the initial ones
	blocks [][]byte // the level being expanded
	base   uint32   // number of its first state
	end    uint32   // number after its last state
	held   int64    // its size in bytes
	queue  queue    // the level being found

	states, transitions int64
	hashed              int64 // states stored as fingerprints
	depth               int
	deadlock            uint32 // the first one, or noState
	complete            bool
	peak                int64
	sieve               sieve
	gauge               gauge

	halted atomic.Bool
	once   sync.Once // guards what follows
	limit  Limit
	err    error
}

func newSearch[S, A any](m *Model[S, A], o Options) *search[S, A] {
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	s := &search[S, A]{model: m, options: o, table: newTable(), level: -1, deadlock: noState}
	s.properties = make([]property[S], len(m.Invariants)+len(m.Goals))
	for i := range s.properties {
		s.properties[i].first = noState
		s.properties[i].shows = m.shows(i)
	}
	return s
}

// shows is the test that settles property i.
func (m *Model[S, A]) shows(i int) func(*S) bool {
	if i < len(m.Invariants) {
		holds := m.Invariants[i].Holds
		return func(s *S) bool { _, ok := holds(s); return !ok }
	}
	return m.Goals[i-len(m.Invariants)].Reached
}

// errTime is the cause of a context that Limits.Time ended.
var errTime = errors.New("time limit")

func (s *search[S, A]) deadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.options.Time == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, s.options.Time, errTime)
}

// explore goes through the levels until one is empty or there is a reason to
// stop.
func (s *search[S, A]) explore(ctx context.Context) {
	outcomes := make(chan *outcome, 4*s.options.Workers)
	for range cap(outcomes) {
		outcomes <- new(outcome)
	}
	s.seed(ctx)
	workers := make([]*worker[S, A], s.options.Workers)
	for i := range workers {
		workers[i] = &worker[S, A]{search: s}
	}
	for s.descend() {
		s.expandLevel(ctx, workers, outcomes)
	}
}

// seed finds the initial states.
func (s *search[S, A]) seed(ctx context.Context) {
	if s.alive(ctx) {
		var out outcome
		w := worker[S, A]{search: s}
		w.seed(&out)
		s.commit(&out)
	}
}

// descend makes the level just found the one to expand, and says whether there
// is anything to do in it.
func (s *search[S, A]) descend() bool {
	s.peak = max(s.peak, s.size())
	if s.halted.Load() {
		return false
	}
	s.queue.seal()
	if s.complete = len(s.queue.blocks) == 0; s.complete {
		return false
	}
	if s.broken() && !s.options.KeepGoing {
		return false
	}
	s.level++
	s.base, s.end = s.end, uint32(s.states)
	s.blocks, s.held = s.queue.blocks, s.queue.bytes
	s.queue = queue{open: s.queue.open}
	s.gauge.depth.Store(int64(s.level))
	return true
}

// broken says whether there is a counterexample already.
func (s *search[S, A]) broken() bool {
	for i := range s.model.Invariants {
		if s.properties[i].first != noState {
			return true
		}
	}
	return s.deadlock != noState
}

// expandLevel shares the blocks out among as many workers as they can occupy.
func (s *search[S, A]) expandLevel(ctx context.Context, ws []*worker[S, A], outcomes chan *outcome) {
	seq := &sequencer{ready: make([]*outcome, cap(outcomes))}
	commit := func(out *outcome) {
		s.commit(out)
		outcomes <- out
	}
	var taken atomic.Int64
	var group sync.WaitGroup
	for i := range min(len(ws), len(s.blocks)) {
		group.Go(func() {
			for {
				// The outcome comes first: whoever has the block whose turn it
				// is must never wait for one.
				out, b := <-outcomes, int(taken.Add(1)-1)
				if b >= len(s.blocks) {
					outcomes <- out
					return
				}
				if s.alive(ctx) {
					ws[i].expand(s.blocks[b], s.base+uint32(b*blockStates), out)
					s.blocks[b] = nil
				}
				seq.deliver(b, out, commit)
			}
		})
	}
	group.Wait()
}

// alive says whether the search goes on, and ends it if ctx has ended.
func (s *search[S, A]) alive(ctx context.Context) bool {
	if ctx.Err() == nil {
		return !s.halted.Load()
	}
	if context.Cause(ctx) == errTime {
		s.halt(Limit{"time", int64(s.options.Time)})
	} else {
		s.halt(Limit{Name: "interrupted"})
	}
	return false
}

// halt ends the search at a limit. The first reason to end is the one that counts.
func (s *search[S, A]) halt(l Limit) {
	s.once.Do(func() { s.limit = l })
	s.halted.Store(true)
}

func (s *search[S, A]) fail(err error) {
	s.once.Do(func() { s.err = err })
	s.halted.Store(true)
}

// size is what stored states, parent links and the queue take, in bytes.
func (s *search[S, A]) size() int64 {
	return s.table.bytes() + s.links.bytes() + s.held + s.queue.bytes
}

// growth is what size increases by when one more state is admitted.
func (s *search[S, A]) growth(at place, l link, enc []byte) int64 {
	return s.table.growth(at) + s.links.growth(l) + entrySize(enc)
}

// An inversionError says that Decode and Encode do not fit together.
type inversionError struct{ got, want []byte }

func (e *inversionError) Error() string {
	return fmt.Sprintf("a state that is decoded and encoded again differs: got %x, want %x", e.got, e.want)
}
