package archive

import (
	"fmt"
	"maps"
	"slices"
)

// Counters are what an entry reached, sorted.
type Counters struct {
	// Features it has whenever it runs.
	Features []Feature
	// Unstable are those of counters that were not the same each time, at this entry or at
	// another.
	Unstable []Feature
}

// A Feature is a counter and about how often it was hit: libFuzzer keeps an input that has
// one that no other has. A counter is a place in the sources, or several: there are 65536
// of them, given out by a hash, and 256 hits are 0 again. Features mean something
// within one build alone.
type Feature uint32

// buckets are the least hits of each bucket of libFuzzer.
var buckets = []byte{1, 2, 3, 4, 8, 16, 32, 128}

func feature(counter uint32, hits byte) Feature {
	bucket, exact := slices.BinarySearch(buckets, hits)
	if !exact {
		bucket--
	}
	return Feature(counter*uint32(len(buckets)) + uint32(bucket))
}

// Counter is the place that was hit.
func (f Feature) Counter() uint32 { return uint32(f) / uint32(len(buckets)) }

// Hits is how often at least.
func (f Feature) Hits() byte { return buckets[int(f)%len(buckets)] }

// String names both.
func (f Feature) String() string { return fmt.Sprintf("counter %d, %d times", f.Counter(), f.Hits()) }

// compare tells what all runs of an entry have in common.
func compare(runs [][]Feature) (c Counters) {
	seen := map[Feature]int{}
	for _, run := range runs {
		for _, f := range run {
			seen[f]++
		}
	}
	for _, f := range slices.Sorted(maps.Keys(seen)) {
		if seen[f] == len(runs) {
			c.Features = append(c.Features, f)
		} else {
			c.Unstable = append(c.Unstable, f)
		}
	}
	return c
}

// settle takes from all entries the features of a counter that is unstable in one: what it
// says of the others is chance, too.
func settle(measured []Counters) {
	unstable := map[uint32]bool{}
	for _, counter := range Unstable(measured) {
		unstable[counter] = true
	}
	for i := range measured {
		c := &measured[i]
		c.Features = slices.DeleteFunc(c.Features, func(f Feature) bool {
			if unstable[f.Counter()] {
				c.Unstable = append(c.Unstable, f)
			}
			return unstable[f.Counter()]
		})
		slices.Sort(c.Unstable)
	}
}

// Unstable are the counters that do not say the same of an entry each time: what they say of
// any is chance.
func Unstable(measured []Counters) []uint32 {
	seen := map[uint32]bool{}
	for _, c := range measured {
		for _, f := range c.Unstable {
			seen[f.Counter()] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
