package linear

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tlsresume/impl/defect"
	"tlsresume/impl/handshake"
	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A wrong is an object that is not what it should be, in a check of its kind.
type wrong struct {
	name    string
	check   Check
	workers int  // 0: as many as the check has
	racing  bool // wrong beside others alone: one worker finds nothing
}

func storeOf(c *storeCheck) Check { return c.check() }

// wrongs are the mistakes of the catalogue that histories show, and others that are as
// easily made. None shares memory without a lock but the one that is about that: it has
// one worker.
var wrongs = []wrong{
	{name: "fatal-alert-keeps-session", check: storeOf(cacheKind(func(n int, l time.Duration) session.Store {
		return altered{Store: cache(n, l), forget: func(session.Store, []byte) {}}
	}))},
	{name: "resumption-mutates-shared-session", workers: 1, check: storeOf(cacheKind(func(n int, l time.Duration) session.Store {
		return shared{cache(n, l), map[string]*session.State{}}
	}))},
	{name: "resume-changes-suite-srv", check: storeOf(cacheKind(func(n int, l time.Duration) session.Store {
		return altered{Store: cache(n, l), get: func(s session.Store, id []byte, now time.Time) (*session.State, bool) {
			got, ok := s.Get(id, now)
			if ok && now.Unix()%5 == 0 {
				changed := got.Clone()
				changed.Suite++
				s.Put(id, changed)
			}
			return got, ok
		}}
	}))},
	{name: "cache-duplicate-id", check: storeOf(cacheKind(func(n int, l time.Duration) session.Store {
		return &doubled{Cache: session.NewCache(n, l), second: session.NewCache(n, l)}
	}))},
	{name: "cache-entry-reused-while-held", check: boundedKind(newSlots).check()},
	{name: "cache-evict-while-resuming", racing: true, check: storeOf(cacheKind(func(n int, l time.Duration) session.Store {
		return altered{Store: cache(n, l), get: func(s session.Store, id []byte, now time.Time) (*session.State, bool) {
			got, ok := s.Get(id, now)
			if ok {
				s.Forget(id)
				runtime.Gosched()
				s.Put(id, got) // as the one that was used last
			}
			return got, ok
		}}
	}))},
	{name: "cache-never-evicts", check: boundedKind(func(_ int, l time.Duration) *session.Cache {
		return session.NewCache(shelfSize, l)
	}).check()},
	{name: "partitions that share their room", check: partitionsKind(func(n int, l time.Duration) *session.Cache {
		return session.NewCache(n, l)
	}).check()},
	{name: "an ID that names a session at each host", check: partitionsKind(func(n int, l time.Duration) *perHost {
		return &perHost{a: session.NewCache(n, l), b: session.NewCache(n, l)}
	}).check()},
	{name: "nst-mutates-live-session", racing: true, check: clientKind(func(w Workload) clientStore {
		return &halves{ClientStore: newClientStore(w).(*session.ClientStore)}
	}).check()},
	{name: "renewed-ticket-never-used", check: clientKind(func(w Workload) clientStore {
		return keepsFirst{newClientStore(w)}
	}).check()},
	{name: "a forget that drops what came meanwhile", check: clientKind(func(w Workload) clientStore {
		return forgetsAny{newClientStore(w)}
	}).check()},
	{name: "a hint that is ignored", check: clientKind(func(w Workload) clientStore {
		return hintless{newClientStore(w)}
	}).check()},
	{name: "stek-retired-still-opens", check: ringKind(func() sealing { return unretired{session.NewRing()} },
		func(to, from sealing) { to.(unretired).Share(from.(unretired).Ring) }).check()},
	{name: "stek-rotate-not-atomic", racing: true, check: ringKind(func() sealing { return &torn{now: session.NewRing()} },
		func(to, from sealing) { to.(*torn).set(from.(*torn).get()) }).check()},
	{name: "a share of the newest key alone", check: ringKind(func() sealing { return session.NewRing() },
		func(to, from sealing) {
			shareOurs(to, from)
			to.Retire()
		}).check()},
	{name: "a rotation that drops the older keys", check: ringKind(func() sealing { return dropping{session.NewRing()} },
		func(to, from sealing) { to.(dropping).Share(from.(dropping).Ring) }).check()},
	{name: "a revocation that is not kept", check: revocationsKind("revocations", true, func(of session.Sealer, _ int) revoker {
		return session.NewRevocations(of, 1)
	}).check()},
	{name: "revocations without a bound", check: revocationsKind("revocations-bounded", false, func(of session.Sealer, _ int) revoker {
		return session.NewRevocations(of, 1000)
	}).check()},
	{name: "a message that arrives twice", check: farKind(func(w Workload, of session.Store) *far {
		return newFar(&echoing{Store: of, last: map[string]*session.State{}}, w.Seed)
	}).check()},
	{name: "a network that mixes up answers", check: farKind(func(w Workload, of session.Store) *far {
		return newFar(altered{Store: of, get: anotherKey}, w.Seed)
	}).check()},
	{name: "what has expired, far away", check: farKind(func(w Workload, _ session.Store) *far {
		return newFar(session.NewCache(w.Keys, 2*w.Lifetime), w.Seed)
	}).check()},
}

func anotherKey(s session.Store, id []byte, now time.Time) (*session.State, bool) {
	return s.Get([]byte(strings.Replace(string(id), "2", "3", 1)), now)
}

// found runs seeds until a check finds something, and checks that the files are there.
func found(t *testing.T, c Check, workers int) {
	t.Helper()
	for seed := range uint64(60) {
		dir := t.TempDir()
		r, err := c.with(t.Context(), Workload{Seed: seed, Workers: workers, Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict == Ok {
			continue
		}
		if r.Verdict == Illegal {
			written(t, r, dir)
			t.Logf("seed %d: %v", seed, r)
			return
		}
		t.Logf("not found by this seed: %v", r)
	}
	t.Error("sixty seeds did not find it")
}

func TestWrongObjectsAreFound(t *testing.T) {
	for _, w := range wrongs {
		t.Run(w.name, func(t *testing.T) {
			found(t, w.check, w.workers)
			if !w.racing {
				return
			}
			if r, err := w.check.with(t.Context(), Workload{Seed: 1, Workers: 1, Dir: t.TempDir()}); err != nil || r.Verdict != Ok {
				t.Errorf("one worker: got %v, %v, want ok: the mistake is one of concurrency", r, err)
			}
		})
	}
}

// fleetWrongs are mistakes between the parts of a fleet, and a check of whole handshakes
// that finds each.
var fleetWrongs = []struct {
	name, check string
	seams       func() script.Seams
}{
	{"the server forgets nothing", "shared-session", defectNamed("fatal-alert-keeps-session")},
	{"the server forgets nothing", "fleet", defectNamed("fatal-alert-keeps-session")},
	{"a store in front of the one that is shared", "fleet", func() script.Seams {
		before := map[string]session.Store{"s0": session.NewCache(1000, time.Hour), "s1": session.NewCache(1000, time.Hour)}
		return script.Seams{Store: func(n traces.Node, of session.Store) session.Store { return front{of, before[n.Name]} }}
	}},
	{"who breaks off ends a session", "shared-session", func() script.Seams {
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store {
			return altered{Store: of, get: func(s session.Store, id []byte, now time.Time) (*session.State, bool) {
				got, ok := s.Get(id, now)
				if ok && got.Master[0]%2 == 0 {
					s.Forget(id)
				}
				return got, ok
			}}
		}}
	}},
	{"sessions are put and not found", "fleet-one-slot", func() script.Seams {
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store {
			return altered{Store: of, get: func(session.Store, []byte, time.Time) (*session.State, bool) { return nil, false }}
		}}
	}},
	{"a session comes to another's ID", "fleet-far", func() script.Seams {
		last := &echoing{last: map[string]*session.State{}}
		return script.Seams{Store: func(_ traces.Node, of session.Store) session.Store { return crossed{of, last} }}
	}},
	{"server-ignores-own-lifetime", "fleet", func() script.Seams {
		return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) {
			c.Policy.Lifetime = 2 * fleetLifetime
		}}
	}},
	{"an operator who does not retire", "fleet", func() script.Seams {
		return script.Seams{Operate: func(c traces.Command, do func(traces.Command) error) error {
			if c.Verb == "retire" {
				return nil
			}
			return do(c)
		}}
	}},
	{"an operator who shares the wrong way round", "fleet", func() script.Seams {
		return script.Seams{Operate: func(c traces.Command, do func(traces.Command) error) error {
			if c.Verb == "share" {
				slices.Reverse(c.Args)
			}
			return do(c)
		}}
	}},
}

func defectNamed(name string) func() script.Seams {
	all := defect.All()
	return all[slices.IndexFunc(all, func(d defect.Defect) bool { return d.Name == name })].Open
}

func TestWrongFleetsAreFound(t *testing.T) {
	for _, w := range fleetWrongs {
		t.Run(w.name+" "+w.check, func(t *testing.T) {
			for _, c := range Of(w.seams) {
				if c.Name == w.check {
					found(t, c, 0)
				}
			}
		})
	}
}

// doubled keeps a second entry of an ID that is there already, and forgets the newest.
type doubled struct {
	*session.Cache
	second *session.Cache
}

func (d *doubled) Put(id []byte, s *session.State) {
	if _, there := d.Cache.Get(id, s.Created); there {
		d.second.Put(id, s)
		return
	}
	d.Cache.Put(id, s)
}

func (d *doubled) Get(id []byte, now time.Time) (*session.State, bool) {
	if s, ok := d.second.Get(id, now); ok {
		return s, true
	}
	return d.Cache.Get(id, now)
}

func (d *doubled) Forget(id []byte) {
	if _, there := d.second.Get(id, time.Unix(1_000_000_000, 0)); there {
		d.second.Forget(id)
		return
	}
	d.Cache.Forget(id)
}

// slots is a cache of slots that are used again while their old IDs still point there.
type slots struct {
	*session.Cache
	mu   sync.Mutex
	next int
	size int
	at   map[string]string // ID to slot
}

func newSlots(n int, l time.Duration) *slots {
	return &slots{Cache: session.NewCache(n, l), size: n, at: map[string]string{}}
}

func (s *slots) Put(id []byte, state *session.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	s.at[string(id)] = string(rune('a' + s.next%s.size))
	s.Cache.Put([]byte(s.at[string(id)]), state)
}

func (s *slots) slot(id []byte) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return []byte(s.at[string(id)])
}

func (s *slots) Get(id []byte, now time.Time) (*session.State, bool) {
	return s.Cache.Get(s.slot(id), now)
}
func (s *slots) Forget(id []byte) { s.Cache.Forget(s.slot(id)) }

// perHost are partitions of which none knows of the others.
type perHost struct{ a, b *session.Cache }

func (p *perHost) Put(id []byte, s *session.State) {
	if s.VirtualHost == "a" {
		p.a.Put(id, s)
		return
	}
	p.b.Put(id, s)
}

func (p *perHost) Get(id []byte, now time.Time) (*session.State, bool) {
	if s, ok := p.a.Get(id, now); ok {
		return s, true
	}
	return p.b.Get(id, now)
}

func (p *perHost) Forget(id []byte) { p.a.Forget(id); p.b.Forget(id) }
func (p *perHost) Len() int         { return p.a.Len() + p.b.Len() }

// halves writes a new ticket into the session that is there, and then the rest.
type halves struct{ *session.ClientStore }

func (h *halves) Put(key session.ClientKey, s *session.ClientSession) {
	if old, ok := h.ClientStore.Get(key, s.Received); ok {
		old.Ticket = bytes.Clone(s.Ticket)
		h.ClientStore.Put(key, old)
		runtime.Gosched()
	}
	h.ClientStore.Put(key, s)
}

// keepsFirst keeps the ticket that it has of a session.
type keepsFirst struct{ clientStore }

func (k keepsFirst) Put(key session.ClientKey, s *session.ClientSession) {
	if old, ok := k.Get(key, s.Received); ok && old.Master == s.Master {
		return
	}
	k.clientStore.Put(key, s)
}

// forgetsAny drops what there is.
type forgetsAny struct{ clientStore }

func (f forgetsAny) Forget(key session.ClientKey, _ *session.ClientSession) {
	if kept, ok := f.Get(key, time.Unix(0, 0)); ok {
		f.clientStore.Forget(key, kept)
	}
}

// hintless takes every ticket to live as long as the client likes, and hands it out as it
// came.
type hintless struct{ clientStore }

func (h hintless) Get(key session.ClientKey, now time.Time) (*session.ClientSession, bool) {
	s, ok := h.clientStore.Get(key, time.Unix(0, 0))
	if !ok || !now.Before(s.Received.Add(standard.Lifetime)) {
		return nil, false
	}
	return s, ok
}

// unretired still opens what it would no longer seal.
type unretired struct{ *session.Ring }

func (unretired) Retire() {}

// dropping has but the newest key.
type dropping struct{ *session.Ring }

func (d dropping) Rotate(k session.TicketKey) {
	d.Ring.Rotate(k)
	d.Ring.Retire()
}

// torn changes a copy of its keys and then has it in their place, whatever became of
// those meanwhile.
type torn struct {
	mu  sync.Mutex
	now *session.Ring
}

func (r *torn) get() *session.Ring {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *torn) set(to *session.Ring) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = to
}

func (r *torn) change(edit func(*session.Ring)) {
	next := session.NewRing()
	next.Share(r.get())
	runtime.Gosched()
	edit(next)
	r.set(next)
}

func (r *torn) Rotate(k session.TicketKey) { r.change(func(n *session.Ring) { n.Rotate(k) }) }
func (r *torn) Retire()                    { r.change((*session.Ring).Retire) }
func (r *torn) Seal(dst []byte, s *session.State, rand io.Reader) ([]byte, error) {
	return r.get().Seal(dst, s, rand)
}
func (r *torn) Open(ticket []byte) (*session.State, error) { return r.get().Open(ticket) }

// echoing puts what it was given once more before the next.
type echoing struct {
	session.Store
	mu   sync.Mutex
	last map[string]*session.State
}

func (e *echoing) swap(id []byte, s *session.State) (old *session.State) {
	e.mu.Lock()
	defer e.mu.Unlock()
	old = e.last[string(id)]
	e.last[string(id)] = s.Clone()
	return old
}

func (e *echoing) Put(id []byte, s *session.State) {
	e.Store.Put(id, s)
	if old := e.swap(id, s); old != nil {
		e.Store.Put(id, old)
	}
}

// front is a cache in front of a store, which hears of nothing that others do.
type front struct {
	session.Store
	own session.Store
}

func (f front) Get(id []byte, now time.Time) (*session.State, bool) {
	if s, ok := f.own.Get(id, now); ok {
		return s, true
	}
	s, ok := f.Store.Get(id, now)
	if ok {
		f.own.Put(id, s)
	}
	return s, ok
}

// crossed gives an ID the session that was put before.
type crossed struct {
	session.Store
	before *echoing
}

func (c crossed) Put(id []byte, s *session.State) {
	if old := c.before.swap(nil, s); old != nil {
		s = old
	}
	c.Store.Put(id, s)
}

// The history alone gives the verdict again, and the page is there.
func written(t *testing.T, r *Report, dir string) {
	t.Helper()
	history, _ := os.ReadFile(r.History)
	if lines := bytes.Count(history, []byte("\n")); lines != 1+r.Operations || filepath.Dir(r.History) != dir {
		t.Errorf("got %d lines in %s, want %d in %s", lines, r.History, 1+r.Operations, dir)
	}
	if html, _ := os.ReadFile(r.Picture); !bytes.Contains(html, []byte("<html")) {
		t.Errorf("got %d bytes in %s, want a page", len(html), r.Picture)
	}
	text := r.Err().Error()
	for _, want := range []string{r.History, r.Picture, r.Check, "seed "} {
		if !strings.Contains(text, want) {
			t.Errorf("got %q, want %q in it", text, want)
		}
	}
	again, err := Recheck(t.Context(), r.History, time.Minute)
	if err != nil || again.Verdict != r.Verdict || again.Workload.Seed != r.Workload.Seed || again.Check != r.Check {
		t.Errorf("checked again: got %v, %v, want %v", again, err, r)
	}
}
