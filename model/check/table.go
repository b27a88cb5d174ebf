package check

import (
	"slices"
	"sync/atomic"
)

// A table is a set of fingerprints, one word each. It grows by extendible hashing
// (Fagin and others, 1979), a page at a time: what is there never stands beside a
// copy of itself. One goroutine at a time puts; any number may look at the same
// time, and at worst do not see what came last or is being moved.
type table struct {
	directory atomic.Pointer[directory]
	pages     int
	half      page // what stays of a page while it is split
}

// A directory finds the page of a fingerprint by its upper bits: those that are
// left after a shift, at least one. A page that does not depend on all of them is there several
// times.
type directory struct {
	shift uint
	pages []atomic.Pointer[page]
}

// A page holds the fingerprints that agree in the upper depth bits: open
// addressing, linear probing.
type page struct {
	depth, used uint32
	slots       [pageSlots]uint64
}

const (
	pageBytes = 256 << 10 // so that the directory of millions stays in the nearest cache
	pageSlots = pageBytes/8 - 1
	pageFull  = pageSlots / 4 * 3 // probes get long beyond it
)

func newTable() *table {
	t := &table{pages: 2}
	d := &directory{shift: 63, pages: make([]atomic.Pointer[page], 2)}
	for i := range d.pages {
		d.pages[i].Store(&page{depth: 1})
	}
	t.directory.Store(d)
	return t
}

func (d *directory) page(fp uint64) *page { return d.pages[fp>>(d.shift&63)].Load() }

// home is where the search for fp in a page begins. The lower bits choose: the
// upper ones are alike.
func home(fp uint64) int { return int(fp & (1<<32 - 1) * pageSlots >> 32) }

// find gives the slot of fp or, if it is not there, the one to put it in.
func (p *page) find(fp uint64) (slot int, found bool) {
	for i := home(fp); ; i++ {
		if i == pageSlots {
			i = 0
		}
		switch atomic.LoadUint64(&p.slots[i]) {
		case fp:
			return i, true
		case 0:
			return i, false
		}
	}
}

// A place is where a fingerprint is, or would be put.
type place struct {
	page *page
	slot int
}

// find gives the place of fp, and says whether fp is there.
func (t *table) find(fp uint64) (at place, found bool) {
	at.page = t.directory.Load().page(fp)
	at.slot, found = at.page.find(fp)
	return at, found
}

// put adds fp at the place that find gave.
func (t *table) put(at place, fp uint64) {
	p := at.page
	atomic.StoreUint64(&p.slots[at.slot], fp)
	for p.used++; p.used >= pageFull; p = t.directory.Load().page(fp) {
		t.split(p, fp)
	}
}

// split moves the fingerprints of p, one of which is fp, whose next bit is 1 to a
// page of their own.
func (t *table) split(p *page, fp uint64) {
	if t.directory.Load().shift+uint(p.depth) == 64 {
		t.directory.Store(t.directory.Load().doubled())
	}
	p.depth++
	bit := uint64(1) << (64 - p.depth)
	t.half.used = 0
	clear(t.half.slots[:])
	halves := [2]*page{&t.half, {depth: p.depth}}
	for _, x := range p.slots {
		if x != 0 {
			halves[one(x&bit != 0)].add(x)
		}
	}
	t.directory.Load().enter(halves[1], fp|bit)
	t.pages++
	p.become(halves[0])
}

// add puts fp into a page at which no one looks yet.
func (p *page) add(fp uint64) {
	slot, _ := p.find(fp)
	p.slots[slot] = fp
	p.used++
}

// become gives p, at which others may look, the content of q.
func (p *page) become(q *page) {
	p.used = q.used
	for i, x := range q.slots {
		if p.slots[i] != x {
			atomic.StoreUint64(&p.slots[i], x)
		}
	}
}

// doubled tells pages apart by a bit more.
func (d *directory) doubled() *directory {
	e := &directory{shift: d.shift - 1, pages: make([]atomic.Pointer[page], 2*len(d.pages))}
	for i := range e.pages {
		e.pages[i].Store(d.pages[i/2].Load())
	}
	return e
}

// enter makes p the page of all fingerprints that begin as fp does.
func (d *directory) enter(p *page, fp uint64) {
	places := 1 << (64 - uint(p.depth) - d.shift)
	first := int(fp>>(64-p.depth)) * places
	for i := range places {
		d.pages[first+i].Store(p)
	}
}

// bytes is the size of t.
func (t *table) bytes() int64 {
	return int64(t.pages)*pageBytes + int64(len(t.directory.Load().pages))*8
}

// growth is what bytes may increase by with a put there.
func (t *table) growth(at place) int64 {
	d := t.directory.Load()
	switch {
	case at.page.used+1 < pageFull:
		return 0
	case d.shift+uint(at.page.depth) == 64:
		return pageBytes + int64(len(d.pages))*8
	}
	return pageBytes
}

// A sieve looks many candidates up together, which is much faster than as many
// finds: cache misses overlap as long as neither a load nor a branch waits for
// another load.
type sieve struct {
	homes  []uint64
	passed []int32
}

// strangers gives the indices of the candidates that t does not seem to know. It
// looks at one slot only, so some of them may be known all the same.
func (v *sieve) strangers(t *table, cs []candidate) []int32 {
	d := t.directory.Load()
	v.homes = slices.Grow(v.homes[:0], len(cs))[:len(cs)]
	for i := range cs {
		fp := cs[i].fingerprint
		v.homes[i] = atomic.LoadUint64(&d.page(fp).slots[home(fp)])
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
