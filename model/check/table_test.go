package check

import (
	"encoding/binary"
	"math"
	"testing"
)

func TestTableKeepsWhatWasPutWhileItGrows(t *testing.T) {
	tab := newTable()
	// Neighbours in the last slot make probing wrap around.
	fps := []uint64{^uint64(0), ^uint64(0) - 1, ^uint64(0) - 2}
	for i := range uint64(393_000) {
		fps = append(fps, mix(i+1))
	}
	for i, fp := range fps {
		at, found := tab.find(fp)
		if found {
			t.Fatalf("fingerprint %d was there before it was put", i)
		}
		expected := tab.bytes() + tab.growth(at)
		tab.put(at, fp)
		if tab.bytes() != expected {
			t.Fatalf("fingerprint %d: the table has %d bytes, want %d", i, tab.bytes(), expected)
		}
	}
	for i, fp := range fps {
		if _, found := tab.find(fp); !found {
			t.Fatalf("fingerprint %d is lost", i)
		}
	}
	used := map[*page]uint32{}
	d := tab.directory.Load()
	for i := range d.pages {
		p := d.pages[i].Load()
		used[p] = p.used
	}
	sum := uint32(0)
	for _, n := range used {
		sum += n
	}
	same(t, []int{int(sum), tab.pages, len(used)}, []int{len(fps), len(used), tab.pages})
	same(t, len(used) < len(d.pages), true) // pages that do not depend on all bits
}

// Fingerprints that agree in many upper bits have the directory grow for one page; each
// of the others then stands in it several times, and splits all the same.
func TestPagesOfFewBitsSplit(t *testing.T) {
	tab := newTable()
	var fps []uint64
	for _, upper := range []uint64{0, 1 << 63} {
		for i := range uint64(pageFull) {
			fps = append(fps, upper|mix(i+1)>>6)
		}
	}
	for _, fp := range fps {
		at, _ := tab.find(fp)
		tab.put(at, fp)
	}
	for i, fp := range fps {
		if _, found := tab.find(fp); !found {
			t.Fatalf("fingerprint %d is lost", i)
		}
	}
}

func TestStrangersOmitOnlyWhatIsKnown(t *testing.T) {
	tab := newTable()
	var cs []candidate
	for i := range uint64(6000) {
		fp := mix(i + 1)
		cs = append(cs, candidate{fingerprint: fp})
		if i%2 == 0 {
			at, _ := tab.find(fp)
			tab.put(at, fp)
		}
	}
	odd := 0
	var v sieve
	for _, i := range v.strangers(tab, cs) {
		odd += int(i % 2)
	}
	same(t, odd, 3000)
	same(t, len(v.strangers(tab, cs)) < 4200, true)
}

func TestShortEncodingsAreExact(t *testing.T) {
	seen := map[uint64][]byte{}
	note := func(b []byte) {
		w := pack(b)
		if old, ok := seen[w]; ok || w == 0 {
			t.Fatalf("%x packs to %x, as does %x", b, w, old)
		}
		seen[w] = b
	}
	for n := range exactBytes + 1 {
		note(make([]byte, n))
		for i := range n {
			for bit := range 8 {
				b := make([]byte, n)
				b[i] = 1 << bit
				note(b)
			}
		}
	}
	note([]byte{1, 2, 3, 4, 5, 6, 7})
	same(t, mix(0), uint64(0)) // so that no packed word is mixed to 0
}

func TestFingerprintsOfLongEncodingsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for n := 8; n <= 40; n++ {
		b := make([]byte, n)
		for i := range 8 * n {
			for j := range i + 1 { // one bit, or two
				b[i/8] ^= 1 << (i % 8)
				if j < i {
					b[j/8] ^= 1 << (j % 8)
				}
				fp := fingerprint(b)
				if fp == 0 || seen[fp] {
					t.Fatalf("%x: fingerprint %x is taken", b, fp)
				}
				seen[fp] = true
				clear(b)
			}
		}
		if testing.Short() && n > 18 {
			break
		}
	}
}

func TestMissedIsPairsOverAllWords(t *testing.T) {
	same(t, missed(0, 1<<40), 0.0)
	same(t, math.Signbit(missed(0, 0)), false)
	same(t, missed(2, 2), 0x1p-64)
	same(t, missed(1, 2), 0x1p-64)
	same(t, missed(1<<33, 1<<33) > 0.99, true)
}

func TestQueueGivesBackWhatWasAdded(t *testing.T) {
	var q queue
	var want []int
	for i := range 2*blockStates + 1 {
		q.add(binary.AppendUvarint(make([]byte, i*3), uint64(i)))
		want = append(want, i*3+len(binary.AppendUvarint(nil, uint64(i))))
	}
	q.seal()
	same(t, len(q.blocks), 3)
	var got []int
	for _, block := range q.blocks {
		for len(block) > 0 {
			var enc []byte
			enc, block = cut(block)
			got = append(got, len(enc))
		}
	}
	same(t, got, want)
}
