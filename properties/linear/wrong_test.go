package linear

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
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
	{"an operator who rotates instead of sharing", "fleet", func() script.Seams {
		return script.Seams{Operate: func(c traces.Command, do func(traces.Command) error) error {
			if c.Verb == "share" {
				c.Verb = "rotate"
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

// What cannot even begin is an error, and names the first session that there is none of.
func TestFleetThatCannotBegin(t *testing.T) {
	for what, edit := range map[string]func(handshake.Side, *handshake.Config){
		"no suites":  func(side handshake.Side, c *handshake.Config) { c.Policy.Suites = nil },
		"no tickets": func(side handshake.Side, c *handshake.Config) { c.Policy.Tickets = false },
	} {
		seams := func() script.Seams {
			return script.Seams{Config: func(side handshake.Side, _ traces.Node, c *handshake.Config) { edit(side, c) }}
		}
		for _, c := range Of(seams) {
			if c.Name != "shared-session" {
				continue
			}
			if r, err := c.Run(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "first session") {
				t.Errorf("%s: got %v, %v, want an error", what, r, err)
			}
		}
	}
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
