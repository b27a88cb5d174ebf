package extstore_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tlsresume/impl/extstore"
	"tlsresume/impl/session"
)

// The contract is that of session.Store, so that a Cache in memory keeps it, too.
func TestContract(t *testing.T) {
	t.Run("memory", func(t *testing.T) { contract(t, session.NewCache(100, lifetime)) })
	eachProgram(t, func(t *testing.T, p program) { contract(t, p.opened(t, p.start(t).socket, config(t))) })
}

func contract(t *testing.T, store session.Store) {
	a, b := []byte("a\r\n\x00 \xff"), bytes.Repeat([]byte{'b'}, 32)
	found := func(id []byte, now time.Time) bool {
		t.Helper()
		got, ok := store.Get(id, now)
		if ok && !reflect.DeepEqual(got, made()) {
			t.Errorf("got %v, want %v", got, made())
		}
		return ok && got != nil
	}
	if found(a, epoch) {
		t.Error("found what nobody put")
	}
	kept := made()
	store.Put(a, kept)
	kept.Master[0]++
	got, _ := store.Get(a, epoch)
	got.Client.Certificates[0][0]++
	if !found(a, epoch) || found(b, epoch) || found(a[:1], epoch) {
		t.Error("want the session under its ID, under no other, and as it was put")
	}
	store.Put(b, made())
	store.Forget(a)
	store.Forget(a)
	if found(a, epoch) || !found(b, epoch) {
		t.Error("want what was forgotten gone, and nothing else")
	}
	for age, want := range map[time.Duration]bool{
		-session.Skew - time.Second: false, -session.Skew: true, 0: true, lifetime - time.Second: true,
	} {
		if found(b, epoch.Add(age)) != want {
			t.Errorf("at age %v: got %t, want %t", age, !want, want)
		}
	}
	if found(b, epoch.Add(lifetime)) {
		t.Error("found what has expired")
	}
	store.Put(nil, made())
	if found(nil, epoch) {
		t.Error("found what has no ID")
	}
}

// What lies in the cache, and what goes there, is sealed.
func TestNothingIsInTheClear(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		s := p.start(t)
		tapped := tap(t, s.socket)
		store := p.opened(t, tapped.socket, config(t))
		store.Put([]byte("an id"), made())
		if _, ok := store.Get([]byte("an id"), epoch); !ok {
			t.Error("not found")
		}
		state, _ := made().Marshal()
		seen := tapped.bytes()
		for _, secret := range []string{"secret", "a.example", "certificate", string(state[:8])} {
			if bytes.Contains(seen, []byte(secret)) {
				t.Errorf("%q went over the wire", secret)
			}
		}
		if !bytes.Contains(seen, []byte("616e206964")) { // the ID
			t.Errorf("got %d bytes, without a key that was sought", len(seen))
		}
	})
}

// What somebody else put there, or what is of another key, is not found; keys can be
// changed without ending sessions.
func TestForeignEntries(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		socket := p.start(t).socket
		cfg := config(t)
		ring := cfg.Sealer.(*session.Ring)
		store, other := p.opened(t, socket, cfg), p.opened(t, socket, config(t))
		id := []byte("id")
		other.Put(id, made())
		if _, ok, err := store.TryGet(id, epoch); ok || err != nil {
			t.Errorf("got %t, %v of what another key has sealed", ok, err)
		}
		store.Put(id, made())
		key, err := session.NewTicketKey(session.GCM, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		ring.Rotate(key)
		if _, ok := store.Get(id, epoch); !ok {
			t.Error("a rotation has ended a session")
		}
		ring.Retire()
		if _, ok := store.Get(id, epoch); ok {
			t.Error("found what a retired key has sealed")
		}
	})
}

// The cache clears up by itself, a little later than sessions expire.
func TestCacheExpires(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		cfg := config(t)
		cfg.Lifetime = time.Second
		socket := p.start(t).socket
		store := p.opened(t, socket, cfg)
		store.Put([]byte("id"), made())
		cfg.Lifetime = lifetime // who reads goes by another clock
		reader := p.opened(t, socket, cfg)
		if _, ok := reader.Get([]byte("id"), epoch); !ok {
			t.Error("gone at once")
		}
		for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
			if _, ok := reader.Get([]byte("id"), epoch); !ok {
				return
			}
			if time.Since(began) > 10*time.Second {
				t.Fatal("still there")
			}
		}
	})
}

// memcached takes more than 30 days for a date of 1970, and drops the entry at once.
func TestLongLifetime(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		cfg := config(t)
		cfg.Lifetime = 60 * 24 * time.Hour
		store := p.opened(t, p.start(t).socket, cfg)
		store.Put([]byte("id"), made())
		if _, ok := store.Get([]byte("id"), epoch.Add(59*24*time.Hour)); !ok {
			t.Error("not found")
		}
	})
}

// Nothing comes out of a cache that is not there, or says nothing: no panic, no error
// but to who asks for it, and no wait beyond the time-out.
func TestCacheThatIsNotThere(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		s := p.start(t)
		var failed atomic.Int32
		cfg := config(t)
		cfg.Timeout = 50 * time.Millisecond
		cfg.Failed = func(error) { failed.Add(1) }
		store := p.opened(t, s.socket, cfg)
		store.Put([]byte("id"), made())
		for what, happen := range map[string]func(){"frozen": func() { s.freeze(t) }, "gone": func() { s.kill() }} {
			failed.Store(0)
			happen()
			began := time.Now()
			store.Put([]byte("id"), made())
			got, ok := store.Get([]byte("id"), epoch)
			store.Forget([]byte("id"))
			if took := time.Since(began); ok || got != nil || took > 2*time.Second {
				t.Errorf("%s: got %v, %t after %v", what, got, ok, took)
			}
			if failed.Load() != 3 {
				t.Errorf("%s: told of %d errors, want 3", what, failed.Load())
			}
			_, _, err := store.TryGet([]byte("id"), epoch)
			if err == nil || !strings.Contains(err.Error(), p.name) {
				t.Errorf("%s: got %v, want an error that names %s", what, err, p.name)
			}
			if err := s.restart(); err != nil {
				t.Fatal(err)
			}
		}
		store.Put([]byte("id"), made()) // a connection of before may fail once
		store.Put([]byte("id"), made())
		if _, ok := store.Get([]byte("id"), epoch); !ok {
			t.Error("not found after the cache has come back")
		}
	})
}

func TestSealerThatFails(t *testing.T) {
	eachProgram(t, func(t *testing.T, p program) {
		cfg := config(t)
		cfg.Sealer = session.NewRing()
		store := p.opened(t, p.start(t).socket, cfg)
		if err := store.TryPut([]byte("id"), made()); !errors.Is(err, session.ErrNoKey) {
			t.Errorf("got %v, want %v", err, session.ErrNoKey)
		}
	})
}

func TestBadConfig(t *testing.T) {
	for want, edit := range map[string]func(*extstore.Config){
		"sealer":   func(c *extstore.Config) { c.Sealer = nil },
		"lifetime": func(c *extstore.Config) { c.Lifetime = 0 },
		"prefix":   func(c *extstore.Config) { c.Prefix = "a b" },
		"187":      func(c *extstore.Config) { c.Prefix = strings.Repeat("a", 187) },
	} {
		cfg := config(t)
		edit(&cfg)
		for _, p := range programs {
			if s, err := p.open("127.0.0.1:1", cfg); s != nil || err == nil || want != "187" && !strings.Contains(err.Error(), want) {
				t.Errorf("%s, %s: got %v, %v", p.name, want, s, err)
			}
		}
	}
}

// A tap is a way to a cache that keeps what goes by.
type tapped struct {
	net.Listener
	socket string
	to     string

	mu   sync.Mutex
	seen []byte
	all  sync.WaitGroup
}

// tap listens beside a socket.
func tap(t *testing.T, to string) *tapped {
	t.Helper()
	l, err := net.Listen("unix", to+"t")
	if err != nil {
		t.Fatal(err)
	}
	tap := &tapped{Listener: l, socket: to + "t", to: to}
	tap.all.Go(tap.serve)
	t.Cleanup(func() { l.Close(); tap.all.Wait() })
	return tap
}

func (t *tapped) serve() {
	for {
		from, err := t.Accept()
		if err != nil {
			return
		}
		on, err := net.Dial("unix", t.to)
		if err != nil {
			from.Close()
			return
		}
		pass := func(to, from net.Conn) {
			io.Copy(io.MultiWriter(to, t), from)
			to.Close()
			from.Close()
		}
		t.all.Go(func() { pass(on, from) })
		t.all.Go(func() { pass(from, on) })
	}
}

// Write keeps what goes by.
func (t *tapped) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen = append(t.seen, b...)
	return len(b), nil
}

func (t *tapped) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.seen)
}
