package linear

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"tlsresume/impl/session"
)

// A Workload says what is done to an object. A zero field has the default.
type Workload struct {
	Seed     uint64        `json:"seed"`
	Ops      int           `json:"ops"`      // of all workers together; 1000
	Workers  int           `json:"workers"`  // goroutines; 4
	Keys     int           `json:"keys"`     // session IDs; 5
	Lifetime time.Duration `json:"lifetime"` // of a session, nanoseconds, whole seconds; 40 s
	Timeout  time.Duration `json:"timeout"`  // of the run and of the search, each, nanoseconds; 1 min
	Dir      string        `json:"dir"`      // for histories; $TLSRESUME_OUT, or tlsresume under os.TempDir
}

func (w Workload) withDefaults() Workload {
	w.Ops, w.Workers, w.Keys = cmp.Or(w.Ops, 1000), cmp.Or(w.Workers, 4), cmp.Or(w.Keys, 5)
	w.Lifetime = cmp.Or(w.Lifetime, 40*time.Second)
	w.Timeout = cmp.Or(w.Timeout, time.Minute)
	return w
}

// A turn is one operation to come, and how its worker dawdles over it.
type turn struct {
	in     StoreInput
	before bool // let others run between the first time stamp and the call
	after  bool // likewise between the call and the second time stamp
}

// schedule draws the turns of every worker. They share a clock that runs on by a
// second every few operations; now and then one reads it wrong, by up to two
// minutes either way, so that sessions expire, come from the future, and clocks
// step back.
func (w Workload) schedule() [][]turn {
	r := rand.New(rand.NewPCG(w.Seed, 0))
	workers := make([][]turn, w.Workers)
	for n := range w.Ops {
		t := turn{in: StoreInput{Key: fmt.Sprintf("id%d", r.IntN(w.Keys)), Now: 1_000_000_000 + int64(n/4)}}
		if r.IntN(10) == 0 {
			t.in.Now += int64(r.IntN(240)) - 120
		}
		switch p := r.IntN(10); {
		case p < 3:
			t.in.Verb, t.in.Value = Put, n+1
		case p < 8:
			t.in.Verb = Get
		default:
			t.in.Verb = Forget
		}
		t.before, t.after = r.IntN(4) == 0, r.IntN(4) == 0
		workers[n%w.Workers] = append(workers[n%w.Workers], t)
	}
	return workers
}

// run plays the schedule on a store, a goroutine per worker. A store that does
// not answer in time is given up, with the goroutines that wait for it.
func (w Workload) run(store session.Store) ([]Operation[StoreInput, StoreOutput], error) {
	turns := w.schedule()
	records := make([][]Operation[StoreInput, StoreOutput], w.Workers)
	began, start := time.Now(), make(chan struct{})
	var wg sync.WaitGroup
	for n := range turns {
		wg.Go(func() {
			<-start
			records[n] = work(store, n, turns[n], began)
		})
	}
	close(start)
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	late := time.NewTimer(w.Timeout)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
		return nil, fmt.Errorf("seed %d: store did not answer within %v", w.Seed, w.Timeout)
	}
	var history []Operation[StoreInput, StoreOutput]
	for _, r := range records {
		history = append(history, r...)
	}
	return history, nil
}

// work does the turns of one worker. The stamps are of the monotonic clock, not
// of a shared counter: that would order the workers' memory accesses, and hide
// their races from the race detector.
func work(store session.Store, worker int, turns []turn, began time.Time) []Operation[StoreInput, StoreOutput] {
	record := make([]Operation[StoreInput, StoreOutput], 0, len(turns))
	for _, t := range turns {
		o := Operation[StoreInput, StoreOutput]{Worker: worker, In: t.in, Call: int64(time.Since(began))}
		if t.before {
			runtime.Gosched()
		}
		o.Out = do(store, t.in)
		if t.after {
			runtime.Gosched()
		}
		o.Return = int64(time.Since(began))
		record = append(record, o)
	}
	return record
}

// do makes one call, and then writes over what it put or got: by the contract of
// session.Store nobody else may notice.
func do(store session.Store, in StoreInput) StoreOutput {
	id := []byte(in.Key)
	switch in.Verb {
	case Put:
		s := stateOf(in.Value, in.Now)
		store.Put(id, s)
		spoil(s)
	case Forget:
		store.Forget(id)
	case Get:
		s, ok := store.Get(id, time.Unix(in.Now, 0))
		out := answer(s, ok)
		if s != nil {
			spoil(s)
		}
		return out
	}
	return StoreOutput{}
}

func spoil(s *session.State) {
	s.Suite++
	s.Master[47]++
	for _, c := range s.Client.Certificates {
		clear(c)
	}
}
