package check

import (
	"slices"
	"sync/atomic"
)

// A table is a set of fingerprints: open addressing, linear probing, one word a
// state. One goroutine at a time puts; any number may look at the same time, and
// at worst do not see the latest yet.
type table struct {
	slots []uint64
	shift uint
	used  int
}

// newTable makes a table with 1<<log slots.
func newTable(log uint) *table {
	return &table{slots: make([]uint64, 1<<log), shift: 64 - log}
}

// home is where the search for fp begins. The *upper* bits choose, so that
// fingerprints lie almost sorted and growing runs through memory in order.
func (t *table) home(fp uint64) int { return int(fp >> t.shift) }

// find gives the slot of fp or, if it is not there, the one to put it in.
func (t *table) find(fp uint64) (slot int, found bool) {
	mask := len(t.slots) - 1
	for i := t.home(fp); ; i = (i + 1) & mask {
		switch atomic.LoadUint64(&t.slots[i&mask]) {
		case fp:
			return i, true
		case 0:
			return i, false
		}
	}
}

// put fills a slot that find gave.
func (t *table) put(slot int, fp uint64) {
	atomic.StoreUint64(&t.slots[slot], fp)
	t.used++
}

// full says that t must grow before the next put: probes get long beyond
// three quarters.
func (t *table) full() bool { return t.used >= len(t.slots)/4*3 }

// grown is a table of twice the size with the same content. t stays as it is
// for those who still look at it.
func (t *table) grown() *table {
	g := &table{slots: make([]uint64, 2*len(t.slots)), shift: t.shift - 1, used: t.used}
	for _, fp := range t.slots {
		if fp != 0 {
			slot, _ := g.find(fp)
			g.slots[slot] = fp // no one looks yet
		}
	}
	return g
}

// bytes is the size of t.
func (t *table) bytes() int64 { return int64(len(t.slots)) * 8 }

// A sieve looks many candidates up together, which is much faster than as many
// finds: cache misses overlap as long as neither a load nor a branch waits for
// another load.
type sieve struct {
	homes  []uint64
	passed []int32
}

// strangers gives the indices of the candidates that t does not seem to know. It
// looks at the first few slots only, so some of them may be known all the same.
func (v *sieve) strangers(t *table, cs []candidate) []int32 {
	v.homes = slices.Grow(v.homes[:0], len(cs))[:len(cs)]
	for i := range cs {
		v.homes[i] = atomic.LoadUint64(&t.slots[t.home(cs[i].fingerprint)])
	}
	v.passed = slices.Grow(v.passed[:0], len(cs))[:len(cs)]
	n := 0
	for i, at := range v.homes {
		v.passed[n] = int32(i)
		n += 1 - one(at == cs[i].fingerprint)
	}
	return v.passed[:n]
}

// one is 1 if b holds, else 0.
func one(b bool) int {
	n := 0
	if b {
		n = 1
	}
	return n
}
