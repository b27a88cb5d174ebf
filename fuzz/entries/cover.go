package entries

import (
	"cmp"
	"slices"
)

// A Kept is an entry of a smaller corpus, and why it is.
type Kept struct {
	Entry
	New int // features that none has that was kept before it
}

// Cover chooses entries that have together all features that all of them have: each time
// one with most of those that are missing, of these the shortest, of these the first.
// What every choice brings can only become less, so that the best is known when it is
// reckoned again and still is before the next.
func Cover[F comparable](all []Entry, features [][]F) (kept []Kept) {
	left := make([]candidate, len(all))
	for i, e := range all {
		left[i] = candidate{i, len(features[i]), len(e.Data)}
	}
	slices.SortFunc(left, candidate.compare)
	covered := map[F]bool{}
	for len(left) > 0 {
		best := left[0]
		left = left[1:]
		best.brings = missing(covered, features[best.entry])
		if best.brings == 0 {
			continue
		}
		if at, _ := slices.BinarySearchFunc(left, best, candidate.compare); at > 0 {
			left = slices.Insert(left, at, best)
			continue
		}
		for _, f := range features[best.entry] {
			covered[f] = true
		}
		kept = append(kept, Kept{all[best.entry], best.brings})
	}
	return kept
}

// A candidate is an entry with what it brings, at most.
type candidate struct{ entry, brings, bytes int }

func (c candidate) compare(o candidate) int {
	return cmp.Or(cmp.Compare(o.brings, c.brings), cmp.Compare(c.bytes, o.bytes), cmp.Compare(c.entry, o.entry))
}

// missing counts those that are not covered, each once.
func missing[F comparable](covered map[F]bool, features []F) int {
	some := map[F]bool{}
	for _, f := range features {
		if !covered[f] {
			some[f] = true
		}
	}
	return len(some)
}
