package fuzz_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tlsresume/properties/codec"
)

// drawnSeeds are those of what codec can draw.
func drawnSeeds(t *testing.T) map[string][][]byte {
	all := map[string][][]byte{}
	for _, s := range codec.Subjects() {
		all[s.Name] = seedsOf(t, s)
	}
	return all
}

// seedsOf draws some of each form, none of them long, the longest that is not, and the
// shortest; and adds nothing, one that is cut short, and one with a byte behind it.
func seedsOf(t *testing.T, s codec.Subject) (all [][]byte) {
	t.Helper()
	const draws, enough, ofForm, usual, most = 200, 15, 3, 400, 4 << 10
	forms := map[int]int{} // what has been drawn, by the first choice, which is that of the form
	longest, shortest := []byte{}, make([]byte, most)
	for n := range uint64(draws) {
		random, first := rand.New(rand.NewPCG(1, n)), -1
		b, err := s.Draw(func(n int) int {
			choice := random.IntN(n)
			if first < 0 {
				first = choice
			}
			return choice
		})
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		if forms[first] < ofForm && len(all) < enough && len(b) <= usual {
			forms[first]++
			all = append(all, b)
		}
		if len(b) > len(longest) && len(b) <= most {
			longest = b
		}
		if len(b) < len(shortest) {
			shortest = b
		}
	}
	one := all[0]
	return append(all, longest, shortest, nil, one[:len(one)/2], append(slices.Clone(one), 0))
}
