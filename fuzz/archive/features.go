package archive

import (
	"fmt"
	"slices"
)

// Counters are what an entry reached, sorted.
type Counters struct {
	// Features it has whenever it runs.
	Features []Feature
	// Unstable are those that it had one time of two.
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

// compare tells what two runs of an entry have in common.
func compare(a, b []Feature) (c Counters) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			c.Unstable, a = append(c.Unstable, a[0]), a[1:]
		case len(a) == 0 || b[0] < a[0]:
			c.Unstable, b = append(c.Unstable, b[0]), b[1:]
		default:
			c.Features, a, b = append(c.Features, a[0]), a[1:], b[1:]
		}
	}
	return c
}
