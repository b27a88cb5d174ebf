package linear

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"tlsresume/impl/session"
)

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
	r, err := CheckStore(t.Context(), open, Workload{Seed: 7, Timeout: 20 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "seed 7") {
		t.Errorf("got %v, %v, want an error with the seed", r, err)
	}
	close(s.release)
}

func TestStoreThatPanics(t *testing.T) {
	open := func(n int, l time.Duration) session.Store {
		return altered{Store: cache(n, l), forget: func(session.Store, []byte) { panic("no such slot") }}
	}
	r, err := CheckStore(t.Context(), open, Workload{Seed: 7, Dir: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "seed 7: panic: no such slot") {
		t.Errorf("got %v, %v, want an error with the seed and the panic", r, err)
	}
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
	w := Workload{Seed: 1, Dir: t.TempDir()}.or(standard)
	path, err := writeHistory(header{"store", w}, hard(40))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Recheck(t.Context(), path, 50*time.Millisecond)
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
	small, err := writeHistory(header{"store", w}, hard(4))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Recheck(t.Context(), small, 0); err != nil || r.Verdict != Illegal {
		t.Errorf("got %v, %v, want illegal", r, err)
	}
}

// The search has a bound on memory, which is no verdict either, and none of its time
// goes into what follows.
func TestMemoryIsBounded(t *testing.T) {
	w := Workload{Seed: 1, Dir: t.TempDir(), Memory: 4 << 20}.or(standard)
	path, err := writeHistory(header{"store", w}, hard(40))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := Recheck(t.Context(), path, 0)
	runtime.ReadMemStats(&after)
	if err != nil || r.Verdict != Unknown || !strings.Contains(r.Err().Error(), "memory") {
		t.Fatalf("got %v, %v, want unknown", r, err)
	}
	if _, err := os.Stat(r.Picture); err != nil {
		t.Error(err)
	}
	if live := int64(after.HeapInuse) - int64(before.HeapInuse); live > 64<<20 {
		t.Errorf("got %d MiB in use after a search with 4 MiB", live>>20)
	}
}

func TestContextEndsARun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range All() {
		if r, err := c.Run(ctx, 1); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, %v, want the context's error", c.Name, r, err)
		}
	}
	path, err := writeHistory(header{"store", Workload{Dir: t.TempDir()}.or(standard)}, hard(40))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Recheck(ctx, path, 0); err != nil || r.Verdict != Unknown {
		t.Errorf("got %v, %v of a search that was cancelled, want unknown", r, err)
	}
}

// A forgetful remote says that it does not know, and has done what it was asked or not.
type forgetful struct {
	session.Store
	every int // so many calls
	mu    sync.Mutex
	calls int
}

var errNoAnswer = errors.New("no answer")

// fate is what becomes of a call: whether it happens, and whether that is heard.
func (f *forgetful) fate() (happens bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	switch f.calls % f.every {
	case 1:
		return true, errNoAnswer
	case 4:
		return false, errNoAnswer
	}
	return true, nil
}

func (f *forgetful) TryPut(id []byte, s *session.State) error {
	happens, err := f.fate()
	if happens {
		f.Put(id, s)
	}
	return err
}

func (f *forgetful) TryGet(id []byte, now time.Time) (*session.State, bool, error) {
	_, err := f.fate()
	s, ok := f.Get(id, now)
	return s, ok && err == nil, err
}

func (f *forgetful) TryForget(id []byte) error {
	happens, err := f.fate()
	if happens {
		f.Forget(id)
	}
	return err
}

// silent is a forgetful remote that keeps its doubts to itself.
type silent struct{ *forgetful }

func (s silent) TryPut(id []byte, state *session.State) error {
	s.forgetful.TryPut(id, state)
	return nil
}

func TestUnknownOutcomes(t *testing.T) {
	w := Workload{Seed: 1, Ops: 600, Dir: t.TempDir()}
	honest := func(n int, l time.Duration) session.Store { return &forgetful{Store: cache(n, l), every: 97} }
	r, err := CheckStore(t.Context(), honest, w)
	if err != nil || r.Verdict != Ok || r.Unknown == 0 {
		t.Errorf("got %v, %v, want ok, with some outcomes unknown", r, err)
	}
	liar := func(n int, l time.Duration) session.Store { return silent{&forgetful{Store: cache(n, l), every: 9}} }
	if r, err := CheckStore(t.Context(), liar, w); err != nil || r.Verdict != Illegal {
		t.Errorf("got %v, %v of a store that loses what it says it has, want illegal", r, err)
	}
}

// Who has no answer goes on under another number.
func TestLanes(t *testing.T) {
	at := func(call, ret int64) *Operation[StoreInput, StoreOutput] {
		return &Operation[StoreInput, StoreOutput]{Call: call, Return: ret}
	}
	got := lanes(1, 4, []*Operation[StoreInput, StoreOutput]{at(1, 2), at(2, never), at(3, 4), at(5, 6), at(5, 6), at(5, never), at(7, 8)})
	want := []int{1, 1, 5, 5, 9, 13, 5}
	for n, o := range got {
		if o.Worker != want[n] {
			t.Errorf("operation %d: got worker %d, want %d", n, o.Worker, want[n])
		}
	}
	if err := sane(got); err != nil {
		t.Error(err)
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
		path, err := writeHistory(header{"store", Workload{Dir: t.TempDir()}}, h)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := Recheck(t.Context(), path, time.Second); err == nil {
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
		if r, err := Recheck(t.Context(), path, time.Second); err == nil {
			t.Errorf("%s: got %v, want an error", name, r)
		}
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
	if n := overlaps(h, func(in StoreInput) string { return in.Key }); n != 5 {
		t.Errorf("got %d, want 5: three of a, none of b, two of c", n)
	}
	if n := overlaps(h, nil); n != 7 {
		t.Errorf("got %d, want 7: all but the last of a", n)
	}
}

func TestWorkloadThatIsNone(t *testing.T) {
	for _, w := range []Workload{{Ops: -1}, {Workers: -1}, {Keys: -1}} {
		if r, err := CheckStore(t.Context(), cache, w); err == nil {
			t.Errorf("got %v for %+v, want an error", r, w)
		}
	}
}

func TestWhereFilesGo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	t.Setenv("TLSRESUME_OUT", dir)
	path, err := writeHistory(header{"store", Workload{Seed: 9}}, hard(1))
	if err != nil || filepath.Dir(path) != dir || !strings.HasPrefix(filepath.Base(path), "linear-store-9-") {
		t.Errorf("got %s, %v, want linear-store-9-* in %s", path, err, dir)
	}
}
