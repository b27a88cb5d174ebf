package check

import (
	"context"
	"testing"
)

func TestLinksGiveBackWhatWasAdded(t *testing.T) {
	var l links
	var want []link
	for i := range uint32(2*linkBlock + 3) {
		k := link{parent: i / 3, action: i % 300}
		if i < 5 {
			k.parent = noState
		}
		want = append(want, k)
		before := l.bytes()
		growth := l.growth(k)
		l.add(k)
		same(t, l.bytes(), before+growth)
	}
	for i := 0; i < len(want); i += 97 {
		same(t, l.at(uint32(i)) == want[i], true)
	}
	last := len(want) - 1
	same(t, l.at(uint32(last)) == want[last], true)
}

// Links are stored as differences, which are small because states are numbered in
// the order of their parents: the order of a first-in first-out search.
func TestParentsNeverDecrease(t *testing.T) {
	for _, workers := range []int{1, 8} {
		s := newSearch(twoPhaseCommit(5), Options{Workers: workers})
		s.explore(context.Background())
		same(t, s.states, int64(8832))
		same(t, s.links.bytes() < 9*s.states/4, true)
		last := uint32(0)
		for i := range uint32(s.states) {
			parent := s.links.at(i).parent + 1 // noState comes first
			if parent < last || parent > i {
				t.Fatalf("state %d: got parent %d after %d", i, int64(parent)-1, int64(last)-1)
			}
			last = parent
		}
	}
}
