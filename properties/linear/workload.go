package linear

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// A Workload says what is done to an object. A zero field has the default of the
// check.
type Workload struct {
	Seed     uint64        `json:"seed"`
	Ops      int           `json:"ops"`      // of all workers together; 1000
	Workers  int           `json:"workers"`  // goroutines; 4
	Keys     int           `json:"keys"`     // how many sessions, places or ticket keys there are; 5
	Lifetime time.Duration `json:"lifetime"` // of a session, nanoseconds, whole seconds; 40 s
	Timeout  time.Duration `json:"timeout"`  // of the run and of the search, each, nanoseconds; 20 s
	Memory   int64         `json:"memory"`   // of the search, bytes, about; 512 MiB
	Dir      string        `json:"dir"`      // for histories; $TLSRESUME_OUT, or tlsresume under os.TempDir
}

// standard is the workload of a check that says no other.
var standard = Workload{
	Ops: 1000, Workers: 4, Keys: 5, Lifetime: 40 * time.Second, Timeout: 20 * time.Second, Memory: 512 << 20,
}

// or fills the fields of w that are zero.
func (w Workload) or(d Workload) Workload {
	w.Ops, w.Workers, w.Keys = cmp.Or(w.Ops, d.Ops), cmp.Or(w.Workers, d.Workers), cmp.Or(w.Keys, d.Keys)
	w.Lifetime, w.Timeout = cmp.Or(w.Lifetime, d.Lifetime), cmp.Or(w.Timeout, d.Timeout)
	w.Memory = cmp.Or(w.Memory, d.Memory)
	return w
}

func (w Workload) check() error {
	if w.Ops < 1 || w.Workers < 1 || w.Keys < 1 {
		return fmt.Errorf("got %d operations, %d workers and %d keys, want at least one of each", w.Ops, w.Workers, w.Keys)
	}
	return nil
}

func (w Workload) bounds() bounds { return bounds{w.Timeout, w.Memory} }

// rand is what the schedule is drawn from.
func (w Workload) rand() *rand.Rand { return rand.New(rand.NewPCG(w.Seed, 0)) }

// A turn is what a worker does next: one call, or several that nothing orders. It
// returns what it did, and may fill in the return of an operation that goes on behind
// its back.
type turn[I, O any] func(now clock) []*Operation[I, O]

// A clock tells the nanoseconds since the run began. It is the monotonic clock, not a
// shared counter: that would order the workers' memory accesses, and hide their races
// from the race detector.
type clock func() int64

// A dawdle is how a worker lets others run while its operation is on.
type dawdle struct{ before, after bool }

func dawdles(r *rand.Rand) dawdle { return dawdle{r.IntN(4) == 0, r.IntN(4) == 0} }

func (d dawdle) pause(now bool) {
	if now {
		runtime.Gosched()
	}
}

// single is the turn of one call.
func single[I, O any](d dawdle, in I, do func(I) O) turn[I, O] {
	return func(now clock) []*Operation[I, O] {
		o := &Operation[I, O]{In: in, Call: now()}
		d.pause(d.before)
		o.Out = do(in)
		d.pause(d.after)
		o.Return = now()
		return []*Operation[I, O]{o}
	}
}

// An object is what is under test, opened, and what will be done to it.
type object[I, O any] struct {
	turns  [][]turn[I, O] // of each worker
	settle func()         // waits for what goes on behind the workers' backs; nil: nothing
}

// deal gives out the turns to the workers.
func deal[I, O any](w Workload, draw func(n int) turn[I, O]) object[I, O] {
	turns := make([][]turn[I, O], w.Workers)
	for n := range w.Ops {
		turns[n%w.Workers] = append(turns[n%w.Workers], draw(n))
	}
	return object[I, O]{turns: turns}
}

// run plays the turns, a goroutine per worker. An object that does not answer in time
// is given up, with the goroutines that wait for it. One that panics is an error.
func (o object[I, O]) run(ctx context.Context, w Workload) ([]Operation[I, O], error) {
	records, crashes := make([][]*Operation[I, O], len(o.turns)), make([]error, len(o.turns))
	began, start := time.Now(), make(chan struct{})
	now := func() int64 { return int64(time.Since(began)) }
	var wg sync.WaitGroup
	for n := range o.turns {
		wg.Go(func() {
			<-start
			defer func() {
				if v := recover(); v != nil {
					crashes[n] = fmt.Errorf("seed %d: panic: %v\n%s", w.Seed, v, debug.Stack())
				}
			}()
			for _, turn := range o.turns[n] {
				if ctx.Err() != nil {
					return
				}
				records[n] = append(records[n], turn(now)...)
			}
		})
	}
	close(start)
	done := make(chan struct{})
	go func() {
		wg.Wait()
		if o.settle != nil {
			o.settle()
		}
		close(done)
	}()
	late := time.NewTimer(w.Timeout)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
		return nil, fmt.Errorf("seed %d: no answer within %v", w.Seed, w.Timeout)
	}
	if err := errors.Join(append(crashes, ctx.Err())...); err != nil {
		return nil, err
	}
	var history []Operation[I, O]
	for n, r := range records {
		history = append(history, lanes(n, len(records), r)...)
	}
	return history, nil
}

// lanes gives the operations of one worker numbers, so that none has two at a time:
// its own, and beyond those of all workers more of its own.
func lanes[I, O any](worker, workers int, record []*Operation[I, O]) (history []Operation[I, O]) {
	var busy []int64
	for _, o := range record {
		lane := slices.IndexFunc(busy, func(until int64) bool { return until <= o.Call })
		if lane < 0 {
			lane, busy = len(busy), append(busy, 0)
		}
		busy[lane] = o.Return
		o.Worker = worker + lane*workers
		history = append(history, *o)
	}
	return history
}
