package linear

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tlsresume/impl/session"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func cache(capacity int, lifetime time.Duration) session.Store {
	return session.NewCache(capacity, lifetime)
}

func TestCacheIsLinearizable(t *testing.T) {
	overlap := 0
	for seed := range uint64(10) {
		r, err := CheckStore(cache, Workload{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Err(); err != nil {
			t.Fatal(err)
		}
		if r.Hits == 0 || r.Misses == 0 || r.Operations != 1000 || r.History != "" {
			t.Errorf("got %v with %d hits and %d misses, want some of each and no file", r, r.Hits, r.Misses)
		}
		overlap += r.Overlaps
	}
	if overlap == 0 {
		t.Error("no operation overlapped another: nothing concurrent was tried")
	}
	t.Logf("%d of 10000 operations overlapped", overlap)
}

// Every situation that the specification tells apart occurs, by the same schedule
// in one goroutine.
func TestScheduleReachesEverything(t *testing.T) {
	w := Workload{Workers: 1}.withDefaults()
	sp, places, seen := storeSpec(w.Lifetime), map[string]place{}, map[string]bool{}
	history, err := w.run(cache(w.Keys, w.Lifetime))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range history {
		p := places[o.In.Key]
		age := time.Duration(o.In.Now-p.Created) * time.Second
		if o.In.Verb == Get && p.Value != 0 {
			seen["expired"] = seen["expired"] || age >= w.Lifetime
			seen["future"] = seen["future"] || age < -session.Skew
			seen["hit"] = seen["hit"] || o.Out.Value != 0
			seen["found expired, clock back"] = seen["found expired, clock back"] || p.Doubt && age < w.Lifetime
		}
		seen["forget"] = seen["forget"] || o.In.Verb == Forget && p.Value != 0
		seen["replace"] = seen["replace"] || o.In.Verb == Put && p.Value != 0
		next, ok := sp.step(p, o.In, o.Out)
		if !ok {
			t.Fatalf("%v is not what %v does", sp.say(o.In, o.Out), p)
		}
		places[o.In.Key] = next
	}
	for _, want := range []string{"expired", "future", "hit", "found expired, clock back", "forget", "replace"} {
		if !seen[want] {
			t.Errorf("the schedule never comes to %q", want)
		}
	}
}

// altered is a Cache of which one method is wrong.
type altered struct {
	session.Store
	get    func(session.Store, []byte, time.Time) (*session.State, bool)
	forget func(session.Store, []byte)
}

func (a altered) Get(id []byte, now time.Time) (*session.State, bool) {
	if a.get == nil {
		return a.Store.Get(id, now)
	}
	return a.get(a.Store, id, now)
}

func (a altered) Forget(id []byte) {
	if a.forget == nil {
		a.Store.Forget(id)
		return
	}
	a.forget(a.Store, id)
}

// shared hands out the very State that it keeps, and is right otherwise.
type shared struct {
	session.Store
	kept map[string]*session.State
}

func (s shared) Put(id []byte, v *session.State) {
	s.Store.Put(id, v)
	s.kept[string(id)] = v.Clone()
}

func (s shared) Get(id []byte, now time.Time) (*session.State, bool) {
	if _, ok := s.Store.Get(id, now); !ok {
		return nil, false
	}
	return s.kept[string(id)], true
}

// wrong lists stores that are not stores. One that shares memory races, so that
// it runs with one worker.
var wrong = []struct {
	name    string
	workers int
	open    func(int, time.Duration) session.Store
}{
	{"returns what was forgotten", 4, func(n int, l time.Duration) session.Store {
		return altered{Store: cache(n, l), forget: func(session.Store, []byte) {}}
	}},
	{"returns another key's session", 4, func(n int, l time.Duration) session.Store {
		get := func(s session.Store, id []byte, now time.Time) (*session.State, bool) {
			return s.Get([]byte(strings.Replace(string(id), "2", "3", 1)), now)
		}
		return altered{Store: cache(n, l), get: get}
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
	for _, c := range wrong {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			r, err := CheckStore(c.open, Workload{Seed: 1, Workers: c.workers, Dir: dir})
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

// written checks both files, and that the history alone gives the verdict again.
func written(t *testing.T, r *Report, dir string) {
	t.Helper()
	history, _ := os.ReadFile(r.History)
	if lines := bytes.Count(history, []byte("\n")); lines != 1+r.Operations || filepath.Dir(r.History) != dir {
		t.Errorf("got %d lines in %s, want %d in %s", lines, r.History, 1+r.Operations, dir)
	}
	if html, _ := os.ReadFile(r.Picture); !bytes.Contains(html, []byte("<html")) {
		t.Errorf("got %d bytes in %s, want a page", len(html), r.Picture)
	}
	if text := r.Err().Error(); !strings.Contains(text, r.History) || !strings.Contains(text, "seed 1,") {
		t.Errorf("got %q, want the seed and the file in it", text)
	}
	again, err := RecheckStore(r.History, time.Minute)
	if err != nil || again.Verdict != r.Verdict || again.Workload.Seed != r.Workload.Seed {
		t.Errorf("checked again: got %v, %v, want %v", again, err, r)
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
	alone, err := CheckStore(reviving, Workload{Workers: 1})
	if err != nil || alone.Verdict != Ok {
		t.Fatalf("one worker: got %v, %v, want ok", alone, err)
	}
	for seed := range uint64(100) {
		r, err := CheckStore(reviving, Workload{Seed: seed, Ops: 2000, Keys: 2, Dir: t.TempDir()})
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

// stuck never answers.
type stuck struct {
	session.Store
	release chan struct{}
}

func (s stuck) Put([]byte, *session.State)                   { <-s.release }
func (s stuck) Forget([]byte)                                { <-s.release }
func (s stuck) Get([]byte, time.Time) (*session.State, bool) { <-s.release; return nil, false }

func TestStoreThatDoesNotAnswer(t *testing.T) {
	s := stuck{release: make(chan struct{})}
	open := func(int, time.Duration) session.Store { return s }
	r, err := CheckStore(open, Workload{Seed: 7, Timeout: 20 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "seed 7") {
		t.Errorf("got %v, %v, want an error with the seed", r, err)
	}
	close(s.release)
}

// hard is a history that takes longer than anybody has: puts that all overlap,
// and a Get of what none of them put.
func hard(n int) []Operation[StoreInput, StoreOutput] {
	var h []Operation[StoreInput, StoreOutput]
	for w := range n {
		put := StoreInput{Verb: Put, Key: "a", Value: w + 1}
		h = append(h, Operation[StoreInput, StoreOutput]{Worker: w, Call: 1, Return: 2, In: put})
	}
	return append(h, Operation[StoreInput, StoreOutput]{Call: 3, Return: 4, In: StoreInput{Verb: Get, Key: "a"},
		Out: StoreOutput{Value: n + 1}})
}

func TestUnknownIsNotAPass(t *testing.T) {
	w := Workload{Seed: 1, Dir: t.TempDir()}.withDefaults()
	path, err := writeHistory(w, hard(40))
	if err != nil {
		t.Fatal(err)
	}
	r, err := RecheckStore(path, 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != Unknown || !errors.Is(r.Err(), ErrInconclusive) || errors.Is(r.Err(), ErrIllegal) {
		t.Fatalf("got %v and %v, want unknown", r, r.Err())
	}
	if r.Took > 5*time.Second {
		t.Errorf("got a search of %v, want the limit of 50 ms kept", r.Took)
	}
	if _, err := os.Stat(r.Picture); err != nil {
		t.Error(err)
	}
	small, err := writeHistory(w, hard(4))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := RecheckStore(small, 0); err != nil || r.Verdict != Illegal {
		t.Errorf("got %v, %v, want illegal", r, err)
	}
}

// What the search takes for granted is checked first.
func TestHistoryThatIsNone(t *testing.T) {
	at := func(worker int, call, ret int64, in StoreInput) Operation[StoreInput, StoreOutput] {
		return Operation[StoreInput, StoreOutput]{Worker: worker, Call: call, Return: ret, In: in}
	}
	put := StoreInput{Verb: Put, Key: "a", Value: 1}
	get := StoreInput{Verb: Get, Key: "a"}
	for name, h := range map[string][]Operation[StoreInput, StoreOutput]{
		"ends before it begins":  {at(0, 2, 1, get)},
		"two things at once":     {at(0, 1, 5, get), at(0, 3, 7, get)},
		"a session put twice":    {at(0, 1, 2, put), at(1, 1, 2, put)},
		"a session of no number": {at(0, 1, 2, StoreInput{Verb: Put, Key: "a"})},
		"an unknown verb":        {at(0, 1, 2, StoreInput{Verb: "evict", Key: "a"})},
	} {
		path, err := writeHistory(Workload{Dir: t.TempDir()}, h)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := RecheckStore(path, time.Second); err == nil {
			t.Errorf("%s: got %v, want an error", name, r)
		}
	}
	for name, text := range map[string]string{
		"empty": "", "unknown field": `{"seed":1,"sead":2}`, "cut": "{}\n{\"worker\":",
	} {
		path := filepath.Join(t.TempDir(), "h.jsonl")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if r, err := RecheckStore(path, time.Second); err == nil {
			t.Errorf("%s: got %v, want an error", name, r)
		}
	}
}

func TestScheduleFollowsFromTheSeed(t *testing.T) {
	played := func(seed uint64) (in []StoreInput) {
		w := Workload{Seed: seed, Workers: 1}.withDefaults()
		history, err := w.run(cache(w.Keys, w.Lifetime))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range history {
			in = append(in, o.In)
		}
		return in
	}
	var once, again, other []StoreInput
	var wg sync.WaitGroup
	wg.Go(func() { once = played(3) })
	wg.Go(func() { again = played(3) })
	wg.Go(func() { other = played(4) })
	wg.Wait()
	for n := range once {
		if once[n] != again[n] {
			t.Fatalf("operation %d: got %v and %v from one seed", n, once[n], again[n])
		}
	}
	if once[0] == other[0] && once[1] == other[1] && once[2] == other[2] && once[3] == other[3] {
		t.Error("two seeds gave one schedule")
	}
}

func TestOverlaps(t *testing.T) {
	at := func(key string, call, ret int64) Operation[StoreInput, StoreOutput] {
		return Operation[StoreInput, StoreOutput]{Call: call, Return: ret, In: StoreInput{Key: key}}
	}
	h := []Operation[StoreInput, StoreOutput]{
		at("b", 3, 4), at("a", 1, 9), at("a", 2, 3), at("a", 5, 6), at("a", 10, 11),
		at("b", 1, 2), at("c", 4, 5), at("c", 5, 6),
	}
	if n := overlaps(h); n != 5 {
		t.Errorf("got %d, want 5: three of a, none of b, two of c", n)
	}
}

func TestWorkloadThatIsNone(t *testing.T) {
	for _, w := range []Workload{{Ops: -1}, {Workers: -1}, {Keys: -1}} {
		if r, err := CheckStore(cache, w); err == nil {
			t.Errorf("got %v for %+v, want an error", r, w)
		}
	}
}

func TestWhereFilesGo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	t.Setenv("TLSRESUME_OUT", dir)
	path, err := writeHistory(Workload{Seed: 9}, hard(1))
	if err != nil || filepath.Dir(path) != dir || !strings.HasPrefix(filepath.Base(path), "linear-9-") {
		t.Errorf("got %s, %v, want linear-9-* in %s", path, err, dir)
	}
}
