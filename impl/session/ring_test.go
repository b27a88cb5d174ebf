package session

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

// keyNamed is a key whose format goes by its name, too, so that a ring of several
// has several.
func keyNamed(c byte) TicketKey {
	k := keyOf(Formats[int(c)%len(Formats)])
	k.Name[0], k.AES[0] = c, c
	return k
}

func opens(r *Ring, ticket []byte) bool {
	_, err := r.Open(ticket)
	return err == nil
}

func TestRingRotatesAndRetires(t *testing.T) {
	a, b, c := keyNamed('a'), keyNamed('b'), keyNamed('c')
	ring := NewRing(b, a)
	byA, byB := seal(t, a, sample()), seal(t, ring, sample())
	if byB[0] != 'b' {
		t.Errorf("got a ticket of key %c, want the newest, b", byB[0])
	}
	ring.Rotate(c)
	byC := seal(t, ring, sample())
	if byC[0] != 'c' || !opens(ring, byA) || !opens(ring, byB) || !opens(ring, byC) {
		t.Errorf("after Rotate: got key %c and %v %v %v, want c and all open",
			byC[0], opens(ring, byA), opens(ring, byB), opens(ring, byC))
	}
	ring.Retire()
	if opens(ring, byA) || opens(ring, byB) || !opens(ring, byC) {
		t.Error("after Retire: want only the newest key to open")
	}
	if got := seal(t, ring, sample())[0]; got != 'c' {
		t.Errorf("after Retire: got key %c, want c", got)
	}
}

// A name that comes back stands for its newest key alone.
func TestRingOneKeyPerName(t *testing.T) {
	old, other := keyNamed('a'), keyNamed('b')
	fresh := keyNamed('a')
	fresh.AES[1]++
	ring := NewRing(old)
	ring.Rotate(other)
	ring.Rotate(fresh)
	refused(t, ring, "old key of the name", seal(t, old, sample()))
	if !opens(ring, seal(t, fresh, sample())) || !opens(ring, seal(t, other, sample())) {
		t.Error("want the new key of the name and the other key to open")
	}
	if n := strings.Count(ring.String(), "ticket key"); n != 2 {
		t.Errorf("got %d keys, want 2", n)
	}
}

func TestEmptyRing(t *testing.T) {
	for _, ring := range []*Ring{NewRing(), new(Ring)} {
		ring.Retire()
		if _, err := ring.Seal(nil, sample(), new(counter)); !errors.Is(err, ErrNoKey) {
			t.Errorf("got %v, want ErrNoKey", err)
		}
		refused(t, ring, "no key", seal(t, testKey, sample()))
	}
}

// While keys come, whatever the ring sealed opens: nobody sees half a rotation.
func TestRingConcurrently(t *testing.T) {
	ring := NewRing(keyNamed(0))
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for range 200 {
				if ticket := seal(t, ring, sample()); !opens(ring, ticket) {
					t.Error("a ticket of the ring does not open")
				}
			}
		})
	}
	wg.Go(func() {
		for n := range 200 {
			ring.Rotate(keyNamed(byte(n))) // 200 names: none comes back
		}
	})
	wg.Wait()
	ring.Retire()
	if !opens(ring, seal(t, ring, sample())) {
		t.Error("the last key does not open")
	}
}
