package extstore_test

import (
	"testing"
	"time"

	"tlsresume/impl/extstore"
	"tlsresume/impl/session"
	"tlsresume/properties/linear"
)

// opener opens a Store for a check. Every one has keys of its own in the cache.
func opener(t *testing.T, p program, socket string, cfg extstore.Config, prefix string) func(int, time.Duration) session.Store {
	return func(_ int, lifetime time.Duration) session.Store {
		cfg.Lifetime, cfg.Prefix, cfg.Failed = lifetime, prefix, nil
		return p.opened(t, socket, cfg)
	}
}

func TestLinearizable(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		s, cfg := p.start(t), config(t)
		for seed := range uint64(2) {
			prefix := string(rune('a' + seed))
			r, err := linear.CheckStore(t.Context(), opener(t, p, s.socket, cfg, prefix), linear.Workload{Seed: seed, Ops: 500})
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Err(); err != nil {
				t.Error(err)
			}
			if r.Overlaps == 0 || r.Seen["hit"] == 0 || r.Seen["miss"] == 0 || r.Unknown > 0 {
				t.Errorf("got %v, want overlaps, hits and misses, and every outcome known", r)
			}
			t.Log(r)
		}
	})
}

// A cache that is killed in the middle has forgotten all when it is back, and nobody
// knows of what was asked of it then whether it took place.
func TestLinearizableOverRestarts(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		s, cfg := p.start(t), config(t)
		cfg.Timeout = time.Second
		r, err := linear.CheckRestarts(t.Context(), opener(t, p, s.socket, cfg, ""), s.restart, 2, 3*time.Millisecond,
			linear.Workload{Seed: 1, Ops: 3000, Keys: 12})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Err(); err != nil {
			t.Error(err)
		}
		if r.Seen["clear"] != 2 || r.Seen["hit"] == 0 || r.Unknown == 0 {
			t.Errorf("got %v, want two restarts, hits, and outcomes that nobody knows", r)
		}
		t.Log(r)
	})
}

// lateForget answers a Forget before it has happened.
type lateForget struct{ *extstore.Store }

func (l lateForget) TryForget(id []byte) error {
	go l.Store.TryForget(id)
	return nil
}

// The check would see it.
func TestForgetThatIsNotWaitedForIsFound(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		s, cfg := p.start(t), config(t)
		for seed := range uint64(20) {
			open := opener(t, p, s.socket, cfg, string(rune('a'+seed)))
			late := func(n int, l time.Duration) session.Store { return lateForget{open(n, l).(*extstore.Store)} }
			w := linear.Workload{Seed: seed, Ops: 500, Keys: 2, Dir: t.TempDir()}
			r, err := linear.CheckStore(t.Context(), late, w)
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict == linear.Illegal {
				return
			}
		}
		t.Error("twenty seeds did not find it")
	})
}
