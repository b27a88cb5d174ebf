package check

import (
	"math/big"
	"slices"
	"testing"
)

// canonical is the state of s's symmetry class in which the managers are sorted
// by all that is known of them: phase, whether "prepared" is sent, whether heard.
func (s *twoPhase) canonical(n uint8) twoPhase {
	locals := make([]uint32, n)
	for i := range n {
		locals[i] = uint32(s.rm(i)) | s.sent>>i&1<<2 | s.heard>>i&1<<3
	}
	slices.Sort(locals)
	c := twoPhase{sent: s.sent & (sentCommit | sentAbort), tm: s.tm}
	for i, l := range locals {
		c.rms |= l & 3 << (2 * i)
		c.sent |= l >> 2 & 1 << i
		c.heard |= l >> 3 << i
	}
	return c
}

// folded is m with managers that no one can tell apart.
func folded(m *Model[twoPhase, twoPhaseAction], n uint8) *Model[twoPhase, twoPhaseAction] {
	m.Encode = func(s *twoPhase, dst []byte) []byte {
		c := s.canonical(n)
		return c.encode(dst)
	}
	return m
}

// multisets is the number of multisets of n things of k kinds.
func multisets(n, k int64) int64 { return new(big.Int).Binomial(n+k-1, k-1).Int64() }

// While no decision is taken a manager is in one of 4 local states, after an
// abort in one of 6, after a commit in one of 2, each independently of the
// others: 4^n + 6^n + 2^n states, and as many classes as there are multisets.
func TestSymmetryReductionLeavesOneStateOfEachClass(t *testing.T) {
	for n, classes := range map[uint8]int64{3: 80, 5: 314, 7: 920, 9: 2232} {
		k := int64(n)
		same(t, multisets(k, 4)+multisets(k, 6)+multisets(k, 2), classes)
		r := explore(folded(twoPhaseCommit(n), n), Options{})
		same(t, []any{r.Verdict, r.Complete, r.States, r.Depth, r.Missed, r.Err},
			[]any{Holds, true, classes, 3*int(n) + 1, 0., error(nil)})
		same(t, []int{len(r.Goals[0].Path.Actions), len(r.Goals[1].Path.Actions)}, []int{3*int(n) + 1, int(n)})
	}
}

func TestSymmetryReductionFindsCounterexamplesAsShort(t *testing.T) {
	const n = 4
	whole := explore(brokenTwoPhase(n), Options{KeepGoing: true})
	part := explore(folded(brokenTwoPhase(n), n), Options{KeepGoing: true})
	same(t, part.Err, nil)
	same(t, part.States < whole.States, true)
	same(t, len(part.Broken), len(whole.Broken))
	for i, c := range part.Broken {
		same(t, []any{c.Name, len(c.Path.Actions)}, []any{whole.Broken[i].Name, len(whole.Broken[i].Path.Actions)})
		same(t, ends(brokenTwoPhase(n), c.Path, i), true)
	}
}

// ends says whether path is a run of m at whose end invariant i is broken.
func ends(m *Model[twoPhase, twoPhaseAction], path Path[twoPhaseAction], i int) bool {
	s := m.Init[path.Init]
	for _, a := range path.Actions {
		if !slices.Contains(m.Actions(&s, nil), a) {
			return false
		}
		before := s
		m.Next(&before, a, &s)
	}
	_, holds := m.Invariants[i].Holds(&s)
	return !holds
}
