package session

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"
)

var noon = time.Unix(1_700_000_000, 0)

// made returns a state made at noon whose master secret begins with c.
func made(c byte) *State {
	s := sample()
	s.Master[0], s.Created = c, noon
	return s
}

// holds fails unless the cache has exactly the sessions named.
func holds(t *testing.T, c *Cache, now time.Time, want string) {
	t.Helper()
	var got []byte
	for id := byte('a'); id <= 'z'; id++ {
		if s, ok := c.Get([]byte{id}, now); ok {
			got = append(got, s.Master[0])
		}
	}
	if string(got) != want {
		t.Errorf("got sessions %q, want %q", got, want)
	}
}

func put(c *Cache, ids string) {
	for n := range len(ids) {
		c.Put([]byte{ids[n]}, made(ids[n]))
	}
}

func TestCacheCapacity(t *testing.T) {
	c := NewCache(3, time.Hour)
	put(c, "abc")
	holds(t, c, noon, "abc")
	put(c, "a") // now b is the one put longest ago
	put(c, "d")
	holds(t, c, noon, "acd")
	c.Forget([]byte("c"))
	holds(t, c, noon, "ad")
	put(c, "ef")
	holds(t, c, noon, "def")
	c.Clear()
	holds(t, c, noon, "")
	put(c, "xyz")
	holds(t, c, noon, "xyz")
	none := NewCache(0, time.Hour)
	put(none, "a")
	holds(t, none, noon, "")
}

func TestCachePutReplaces(t *testing.T) {
	c := NewCache(2, time.Hour)
	c.Put([]byte("a"), made('p'))
	c.Put([]byte("a"), made('q'))
	holds(t, c, noon, "q")
	if c.Len() != 1 {
		t.Errorf("got %d sessions, want 1", c.Len())
	}
	c.Put(nil, made('r'))
	if _, ok := c.Get(nil, noon); ok {
		t.Error("an empty ID names a session")
	}
}

func TestCacheExpiry(t *testing.T) {
	for _, c := range []struct {
		name  string
		age   time.Duration
		valid bool
		after bool // valid at noon afterwards
	}{
		{"new", 0, true, true},
		{"just before", time.Hour - 1, true, true},
		{"at the lifetime", time.Hour, false, false},
		{"long after", 1000 * time.Hour, false, false},
		{"within the skew", -Skew, true, true},
		{"beyond the skew", -Skew - 1, false, true},
	} {
		cache := NewCache(1, time.Hour)
		put(cache, "a")
		if _, ok := cache.Get([]byte("a"), noon.Add(c.age)); ok != c.valid {
			t.Errorf("%s: got %v, want %v", c.name, ok, c.valid)
		}
		if _, ok := cache.Get([]byte("a"), noon); ok != c.after {
			t.Errorf("%s, then at noon: got %v, want %v", c.name, ok, c.after)
		}
	}
}

// Neither who put a session nor who got one can change it for the others.
func TestCacheHandsOutCopies(t *testing.T) {
	c := NewCache(1, time.Hour)
	s := made('a')
	want := mustMarshal(t, s)
	c.Put([]byte("a"), s)
	spoil(s)
	for range 2 {
		got, ok := c.Get([]byte("a"), noon)
		if !ok || !bytes.Equal(mustMarshal(t, got), want) {
			t.Fatalf("got %v, %v, want what was put", got, ok)
		}
		spoil(got)
	}
}

// Under -race this shows that nothing is shared; the bound holds throughout.
func TestCacheConcurrently(t *testing.T) {
	c := NewCache(4, time.Hour)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for n := range 300 {
				id := fmt.Appendf(nil, "%d", (w+n)%8)
				s := made(byte(n))
				c.Put(id, s)
				spoil(s)
				if got, ok := c.Get(id, noon); ok {
					spoil(got)
				}
				if n%5 == 0 {
					c.Forget(id)
				}
				if c.Len() > 4 {
					t.Errorf("got %d sessions, want at most 4", c.Len())
				}
			}
		})
	}
	wg.Wait()
}
