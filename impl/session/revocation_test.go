package session

import (
	"fmt"
	"sync"
	"testing"
)

func TestRevocations(t *testing.T) {
	r := NewRevocations(NewRing(testKey), 1)
	first, second := sample(), sample()
	second.Master[0]++
	old, renewed, other := seal(t, r, first), seal(t, r, first), seal(t, r, second)
	r.Revoke(first)
	refused(t, r, "revoked", old)
	refused(t, r, "revoked, by another of its tickets", renewed)
	refused(t, r, "no ticket", nil)
	if _, err := r.Open(other); err != nil {
		t.Errorf("another session: got %v", err)
	}
	if got := fmt.Sprintf("%#v", r); got != "1 revocations" {
		t.Errorf("got %s", got)
	}
	r.Revoke(second)
	refused(t, r, "the newer", other)
	if _, err := r.Open(old); err != nil {
		t.Errorf("past the capacity: got %v, want the oldest revocation gone", err)
	}
}

func TestRevocationsConcurrently(t *testing.T) {
	r := NewRevocations(NewRing(testKey), 100)
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			s := sample()
			for m := range 20 {
				s.Master[0], s.Master[1] = byte(n), byte(m)
				ticket := seal(t, r, s)
				if _, err := r.Open(ticket); err != nil {
					t.Errorf("got %v before it was revoked", err)
				}
				r.Revoke(s)
				refused(t, r, "revoked", ticket)
			}
		})
	}
	all.Wait()
}
