package linear

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"tlsresume/impl/session"
)

func cache(capacity int, lifetime time.Duration) session.Store {
	return session.NewCache(capacity, lifetime)
}

// wrongStores lists stores that are not stores. One that shares memory races, so that
// it runs with one worker.
var wrongStores = []struct {
	name    string
	workers int
	open    func(int, time.Duration) session.Store
}{
	{"returns what was forgotten", 4, func(n int, l time.Duration) session.Store {
		return altered{Store: cache(n, l), forget: func(session.Store, []byte) {}}
	}},
	{"returns another key's session", 4, func(n int, l time.Duration) session.Store {
		return altered{Store: cache(n, l), get: anotherKey}
	}},
	{"returns what has expired", 4, func(n int, l time.Duration) session.Store { return cache(n, 2*l) }},
	{"expires too early", 4, func(n int, l time.Duration) session.Store { return cache(n, l/2) }},
	{"loses sessions", 4, func(n int, l time.Duration) session.Store { return cache(n/2, l) }},
	{"lets readers write", 1, func(n int, l time.Duration) session.Store {
		return shared{cache(n, l), map[string]*session.State{}}
	}},
	{"says found and has none", 4, func(n int, l time.Duration) session.Store {
		get := func(s session.Store, id []byte, now time.Time) (*session.State, bool) {
			got, _ := s.Get(id, now)
			return got, true
		}
		return altered{Store: cache(n, l), get: get}
	}},
}

func TestWrongStoresAreFound(t *testing.T) {
	for _, c := range wrongStores {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			r, err := CheckStore(t.Context(), c.open, Workload{Seed: 1, Workers: c.workers, Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict != Illegal || !errors.Is(r.Err(), ErrIllegal) {
				t.Fatalf("got %v, want illegal", r)
			}
			written(t, r, dir)
		})
	}
}

// reviving puts back what it reads, as a cache that renews an entry on use: right
// for one caller, wrong when a Forget comes between.
func reviving(n int, l time.Duration) session.Store {
	get := func(s session.Store, id []byte, now time.Time) (*session.State, bool) {
		got, ok := s.Get(id, now)
		if ok {
			runtime.Gosched()
			s.Put(id, got)
		}
		return got, ok
	}
	return altered{Store: cache(n, l), get: get}
}

// A fault of concurrency alone: in one goroutine nothing is wrong.
func TestOnlyConcurrencyShowsIt(t *testing.T) {
	alone, err := CheckStore(t.Context(), reviving, Workload{Workers: 1})
	if err != nil || alone.Verdict != Ok {
		t.Fatalf("one worker: got %v, %v, want ok", alone, err)
	}
	for seed := range uint64(100) {
		r, err := CheckStore(t.Context(), reviving, Workload{Seed: seed, Ops: 2000, Keys: 2, Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict == Illegal {
			t.Logf("found by seed %d", seed)
			return
		}
	}
	t.Error("a hundred seeds did not find it")
}
