package linear

import (
	"math/rand/v2"
	"sync"
	"time"

	"tlsresume/impl/session"
)

// A far store is a store behind a bad network: what is put or forgotten arrives late, so
// that one message overtakes another, or not at all; and an answer may get lost, which is
// a miss. A server that uses one makes more full handshakes, and nothing worse.
type far struct {
	of   session.Store
	wait sync.WaitGroup // for what is under way

	mu   sync.Mutex
	rand *rand.Rand
}

// What a far network does.
const (
	lossIn     = 12 // one message in so many is lost
	maxLatency = 200 * time.Microsecond
)

func newFar(of session.Store, seed uint64) *far {
	return &far{of: of, rand: rand.New(rand.NewPCG(seed, 1))}
}

func (f *far) draw() (lost bool, latency time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.rand.IntN(lossIn) == 0, time.Duration(f.rand.Int64N(int64(maxLatency)))
}

// send has a message arrive in its time; then it calls arrived.
func (f *far) send(message func(), arrived func()) {
	lost, latency := f.draw()
	f.wait.Go(func() {
		time.Sleep(latency)
		if !lost {
			message()
		}
		arrived()
	})
}

func (f *far) put(id []byte, s *session.State, arrived func()) {
	id, s = append([]byte(nil), id...), s.Clone()
	f.send(func() { f.of.Put(id, s) }, arrived)
}

func (f *far) forget(id []byte, arrived func()) {
	id = append([]byte(nil), id...)
	f.send(func() { f.of.Forget(id) }, arrived)
}

// Put implements session.Store.
func (f *far) Put(id []byte, s *session.State) { f.put(id, s, func() {}) }

// Forget implements session.Store.
func (f *far) Forget(id []byte) { f.forget(id, func() {}) }

// Get implements session.Store.
func (f *far) Get(id []byte, now time.Time) (*session.State, bool) {
	lost, latency := f.draw()
	time.Sleep(latency / 10)
	s, ok := f.of.Get(id, now)
	if lost {
		return nil, false
	}
	return s, ok
}

// farKind is the check of a store behind a bad network. A message takes until it has
// arrived, and the model has it lost or not.
func farKind(open func(w Workload, of session.Store) *far) *storeCheck {
	return &storeCheck{
		name:     "far-store",
		about:    "a store behind a network with latency, loss and reordering: what is found was put there, is whole, and has not expired",
		workload: Workload{Ops: 400},
		reaches:  []string{"hit", "miss", "put", "forget"},
		spec: func(w Workload) *spec[shelf, StoreInput, StoreOutput] {
			return storeRules{capacity: w.Keys, lifetime: w.Lifetime, lossy: true}.spec(true)
		},
		open: func(w Workload) (object[StoreInput, StoreOutput], error) {
			f, r := open(w, session.NewCache(w.Keys, w.Lifetime)), w.rand()
			ways := make([]chan struct{}, w.Workers)
			for n := range ways {
				ways[n] = make(chan struct{}, underWay)
			}
			o := deal(w, func(n int) turn[StoreInput, StoreOutput] {
				return f.turn(dawdles(r), storeDraw{}.draw(r, w, n), ways[n%w.Workers])
			})
			o.settle = f.wait.Wait
			return o, nil
		},
		what: whatStore, valid: distinct,
	}
}

// underWay is how many messages of one worker are: enough for one to overtake another,
// and few enough to search.
const underWay = 2

// turn is one call, whose worker goes on before its message has arrived.
func (f *far) turn(d dawdle, in StoreInput, way chan struct{}) turn[StoreInput, StoreOutput] {
	if in.Verb == Get {
		return single(d, in, func(in StoreInput) StoreOutput { return do(f, in) })
	}
	return func(now clock) []*Operation[StoreInput, StoreOutput] {
		way <- struct{}{}
		o := &Operation[StoreInput, StoreOutput]{In: in, Call: now()}
		arrived := func() { o.Return = now(); <-way }
		if in.Verb == Forget {
			f.forget([]byte(in.Key), arrived)
			return []*Operation[StoreInput, StoreOutput]{o}
		}
		s := stateOf(in.Value, in.Host, in.Now)
		f.put([]byte(in.Key), s, arrived)
		spoil(s)
		return []*Operation[StoreInput, StoreOutput]{o}
	}
}
