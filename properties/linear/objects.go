package linear

import (
	"time"

	"tlsresume/impl/script"
	"tlsresume/impl/session"
	"tlsresume/traces"
)

// A shelved is a store that can do all that a cache can.
type shelved interface {
	session.Store
	Clear()
	Len() int
}

// objects are the checks.
func objects(seams func() script.Seams) []Check {
	put := func(of session.Store) session.Store {
		if before := seams().Store; before != nil {
			return before(traces.Node{Name: "s0"}, of)
		}
		return of
	}
	all := []Check{
		cacheKind(func(capacity int, lifetime time.Duration) session.Store {
			return put(session.NewCache(capacity, lifetime))
		}).check(),
		boundedKind(session.NewCache).check(),
		partitionsKind(session.NewPartitions).check(),
		clientKind(newClientStore).check(),
		ringKind(func() sealing { return session.NewRing() }, shareOurs).check(),
		revocationsKind("revocations", true, newRevocations).check(),
		revocationsKind("revocations-bounded", false, newRevocations).check(),
	}
	all = append(all, farKind(func(w Workload, of session.Store) *far { return newFar(of, w.Seed) }).check())
	for _, h := range scenarios {
		all = append(all, h.kind(seams).check())
	}
	return all
}

func newRevocations(of session.Sealer, capacity int) revoker {
	return session.NewRevocations(of, capacity)
}

type storeCheck = kind[shelf, StoreInput, StoreOutput]

// cacheKind is the check of a cache with room for all.
func cacheKind(open func(capacity int, lifetime time.Duration) session.Store) *storeCheck {
	return &storeCheck{
		name: "cache", about: "a server's cache of sessions: put, get, forget; sessions expire, come from the future, and clocks step back",
		reaches: []string{"hit", "miss", "put", "forget"},
		spec: func(w Workload) *spec[shelf, StoreInput, StoreOutput] {
			return storeRules{capacity: w.Keys, lifetime: w.Lifetime, drops: true}.spec(true)
		},
		open: func(w Workload) (object[StoreInput, StoreOutput], error) {
			return storeDraw{}.open(w, open(w.Keys, w.Lifetime)), nil
		},
		what: whatStore, valid: distinct,
	}
}

// boundedKind is the check of a cache that is too small.
func boundedKind[C shelved](open func(capacity int, lifetime time.Duration) C) *storeCheck {
	return &storeCheck{
		name: "cache-bounded", about: "a server's cache that is too small: what was put longest ago goes first; evict all, as a restart does; how many there are",
		reaches: []string{"hit", "miss", "put", "forget", "clear", "len"},
		spec: func(w Workload) *spec[shelf, StoreInput, StoreOutput] {
			return storeRules{capacity: boundOf(w), lifetime: w.Lifetime, drops: true}.spec(false)
		},
		open: func(w Workload) (object[StoreInput, StoreOutput], error) {
			return storeDraw{clear: 40, counts: true}.open(w, open(boundOf(w), w.Lifetime)), nil
		},
		what: whatStore, valid: distinct,
	}
}

// boundOf is a capacity that evicts, for some seeds of one session alone: such
// caches have shown what larger ones hide (OpenSSL issue 18690).
func boundOf(w Workload) int { return 1 + int(w.Seed%uint64(max(1, w.Keys-2))) }

// partitionsKind is the check of caches of several virtual hosts.
func partitionsKind[C interface {
	session.Store
	Len() int
}](open func(capacity int, lifetime time.Duration) C) *storeCheck {
	const capacity = 2
	return &storeCheck{
		name: "partitions", about: "a server's caches of its virtual hosts, too small: a flood at one host evicts none of another's; an ID names one session",
		workload: Workload{Keys: 6},
		reaches:  []string{"hit", "miss", "put", "forget", "len"},
		spec: func(w Workload) *spec[shelf, StoreInput, StoreOutput] {
			return storeRules{capacity: capacity, lifetime: w.Lifetime, drops: true}.spec(false)
		},
		open: func(w Workload) (object[StoreInput, StoreOutput], error) {
			return storeDraw{hosts: []string{"a", "b"}, counts: true}.open(w, open(capacity, w.Lifetime)), nil
		},
		what: whatStore, valid: distinct,
	}
}
